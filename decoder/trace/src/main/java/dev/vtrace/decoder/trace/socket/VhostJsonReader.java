// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.ReadSummary.TimeBasis;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads vhost-user traffic as JSON lines, one message a line:
 *
 * <pre>{"t_ns": ..., "mono_ns": ..., "conn": 1, "dir": "f2b", "req": 18, "flags": 9, "size": 8,
 *  "fds": ["socket"], "hex": "1200..."}</pre>
 *
 * {@code hex} is header and payload; {@code "channel": "backend"} marks the back-end's channel; a
 * line with {@code event} tells that a connection was opened or closed, {@code end} what ended the
 * half (a label of {@link WireEnd}). {@code "event": "process"} tells what became of the process
 * {@code pid} that spoke last in a half.
 */
public final class VhostJsonReader implements TraceReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final ReadOptions options;

  /** A reader for one file. */
  public VhostJsonReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    LimitedFindings findings = new LimitedFindings(options.diagnostics());
    LineReader lines = new LineReader(in, LineReader.DATA_LINE, options.file(), findings);
    long events = 0;
    long damaged = 0;
    boolean timed = false;
    while (lines.next()) {
      if (lines.length() == 0) {
        continue;
      }
      SourceSpan span =
          new SourceSpan(options.file(), lines.offset(), lines.length(), lines.line());
      TraceRecord record = null;
      try {
        JsonLine line = parse(lines);
        record = line == null ? null : line.record(span);
      } catch (JsonProcessingException | CharConversionException e) {
        record = null;
      }
      if (record == null) {
        damaged++;
        findings.add(
            Code.JSON_DAMAGED,
            lines.offset(),
            lines.length(),
            options.file() + ":" + lines.line(),
            "the line is not a message");
      } else {
        events++;
        timed |= record.timeNs() >= 0;
        sink.accept(record);
      }
    }
    findings.end();
    TimeBasis clock = timed ? TimeBasis.WALL : TimeBasis.NONE;
    return new ReadSummary(clock, lines.consumed(), lines.line(), events, 0, damaged);
  }

  private static @Nullable JsonLine parse(LineReader lines) throws IOException {
    JsonLine line = new JsonLine();
    try (JsonParser parser = JSON.createParser(lines.buffer(), lines.start(), lines.length())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonToken value = parser.nextToken();
        line.set(key, value, parser);
      }
    }
    return line;
  }

  /** The members of one line. */
  private static final class JsonLine {
    private final List<String> fds = new ArrayList<>();
    private long time = -1;
    private long monotonic = -1;
    private String connection = "";
    private String direction = "";
    private String channel = "";
    private @Nullable String event;
    private String why = "";
    private String end = "";
    private long process = -1;
    private @Nullable String hex;

    void set(String key, JsonToken value, JsonParser parser) throws IOException {
      switch (key) {
        case "t_ns":
          time = value == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsLong(-1) : -1;
          break;
        case "mono_ns":
          monotonic = value == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsLong(-1) : -1;
          break;
        case "conn":
          connection = parser.getValueAsString("");
          break;
        case "dir":
          direction = parser.getValueAsString("");
          break;
        case "channel":
          channel = parser.getValueAsString("");
          break;
        case "event":
          event = parser.getValueAsString("");
          break;
        case "why":
          why = parser.getValueAsString("");
          break;
        case "end":
          end = parser.getValueAsString("");
          break;
        case "pid":
          process = value == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsLong(-1) : -1;
          break;
        case "hex":
          hex = parser.getValueAsString(null);
          break;
        case "fds":
          if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
              fds.add(parser.getValueAsString(""));
              parser.skipChildren();
            }
          }
          break;
        default:
          parser.skipChildren();
          break;
      }
    }

    @Nullable TraceRecord record(SourceSpan span) {
      Direction towards = Direction.of(direction);
      if (event != null) {
        WireEvent.WireEventKind kind =
            switch (event) {
              case "open" -> WireEvent.WireEventKind.OPEN;
              case "process" -> WireEvent.WireEventKind.PROCESS;
              default -> WireEvent.WireEventKind.CLOSE;
            };
        long about = kind == WireEvent.WireEventKind.PROCESS ? process : -1;
        return new WireEvent(span, time, connection, kind, towards, why, WireEnd.of(end), about);
      }
      byte[] bytes = hex == null ? null : bytes(hex);
      if (bytes == null || towards == null || bytes.length < Message.HEADER) {
        return null;
      }
      Channel on = channel.equals(Channel.BACKEND.label()) ? Channel.BACKEND : Channel.MAIN;
      Message message =
          Message.of(
              on, towards, bytes, List.copyOf(fds), time, span, Message.guessOrder(bytes, 0));
      return new WireMessage(connection, -1, monotonic, requireNonNull(message));
    }

    private static byte @Nullable [] bytes(String hex) {
      if (hex.length() % 2 != 0) {
        return null;
      }
      byte[] out = new byte[hex.length() / 2];
      for (int i = 0; i < out.length; i++) {
        int high = Character.digit(hex.charAt(2 * i), 16);
        int low = Character.digit(hex.charAt(2 * i + 1), 16);
        if (high < 0 || low < 0) {
          return null;
        }
        out[i] = (byte) (high << 4 | low);
      }
      return out;
    }
  }
}
