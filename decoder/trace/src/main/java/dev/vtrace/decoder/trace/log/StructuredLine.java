// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.trace.line.TimeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text in a line of a logger that writes members:
 *
 * <pre>
 * {"component":"virt-launcher","level":"error","msg":"TEXT","timestamp":"2026-01-05T10:00:00Z"}
 * {"log":"TEXT\n","stream":"stderr","time":"2026-01-05T10:00:00.000000001Z"}     docker
 * {"MESSAGE":"TEXT","PRIORITY":"3","__REALTIME_TIMESTAMP":"1767607233000000"}  journalctl -o json
 * time="2026-01-05T10:00:00Z" level=error msg="TEXT" source=qemu               logfmt</pre>
 */
final class StructuredLine {
  /** What KubeVirt adds to a sentence. */
  private static final String REASON = "reason";

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> TEXTS = Set.of("msg", "message", "log", "MESSAGE");
  private static final Set<String> TIMES = Set.of("time", "timestamp", "ts", "@timestamp");
  private static final Set<String> OTHERS =
      Set.of("level", "stream", "component", "severity", "PRIORITY", "_PID", "SYSLOG_IDENTIFIER");

  private static final String REALTIME = "__REALTIME_TIMESTAMP";

  /** Keys of a logger are short words. */
  private static final int KEY = 64;

  private final TimeText time = new TimeText();
  private byte @Nullable [] text;
  private long nanos;

  /** The text, of its own array; an escaped line end is one in it. */
  byte @Nullable [] text() {
    return text;
  }

  /** Nanoseconds since the epoch, -1 where the line has none that can be read. */
  long nanos() {
    return nanos;
  }

  /** Whether an object is what a logger wrote. */
  boolean json(byte[] b, int start, int end) {
    nanos = -1;
    text = null;
    boolean logger = false;
    String reason = "";
    try (JsonParser json = JSON.createParser(b, start, end - start)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (!value.isScalarValue()) {
          // A message of a protocol has members of members; a logger's own are plain.
          return false;
        }
        if (TEXTS.contains(key) && value == JsonToken.VALUE_STRING) {
          text = json.getText().getBytes(StandardCharsets.UTF_8);
        } else if (key.equals(REASON) && value == JsonToken.VALUE_STRING) {
          reason = json.getText();
        } else if (TIMES.contains(key)) {
          stamp(json.getText().getBytes(StandardCharsets.UTF_8));
          logger = true;
        } else if (key.equals(REALTIME)) {
          nanos = json.getValueAsLong(0) * 1000;
          logger = true;
        }
        logger |= OTHERS.contains(key);
      }
    } catch (IOException e) {
      return false;
    }
    if (!logger || text == null) {
      return false;
    }
    if (!reason.isEmpty()) {
      text =
          (new String(text, StandardCharsets.UTF_8) + ": " + reason)
              .getBytes(StandardCharsets.UTF_8);
    }
    return true;
  }

  private void stamp(byte[] value) {
    if (time.iso(value, 0, value.length)) {
      nanos = time.nanos();
    }
  }

  /** Whether a line is of {@code key=value} members, one of them {@code msg}. */
  boolean logfmt(byte[] b, int start, int end) {
    nanos = -1;
    text = null;
    if (!LogPrefix.starts(b, start, end, "time=")
        && !LogPrefix.starts(b, start, end, "ts=")
        && !LogPrefix.starts(b, start, end, "level=")) {
      return false;
    }
    int at = start;
    while (at < end) {
      int equals = LogPrefix.find(b, at, Math.min(end, at + KEY), '=');
      if (equals < 0) {
        break;
      }
      String key = new String(b, at, equals - at, StandardCharsets.ISO_8859_1);
      int from = equals + 1;
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      at = value(b, from, end, value);
      if (key.equals("msg") || key.equals("message")) {
        text = value.toByteArray();
      } else if (key.equals("time") || key.equals("ts")) {
        stamp(value.toByteArray());
      }
      while (at < end && b[at] == ' ') {
        at++;
      }
    }
    return text != null;
  }

  private static int value(byte[] b, int start, int end, ByteArrayOutputStream out) {
    int at = start;
    if (at >= end || b[at] != '"') {
      while (at < end && b[at] != ' ') {
        out.write(b[at++]);
      }
      return at;
    }
    at++;
    while (at < end && b[at] != '"') {
      if (b[at] == '\\' && at + 1 < end) {
        at++;
        int plain = "ntr".indexOf(b[at]);
        out.write(plain < 0 ? b[at] : "\n\t\r".charAt(plain));
        at++;
      } else {
        out.write(b[at++]);
      }
    }
    return Math.min(end, at + 1);
  }
}
