// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.vhostuser.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Goes through files of lines: logs, JSON lines, text of tracers. Each line keeps its length. */
final class LineRedactor {
  /** What is longer is no line of a log; it goes in pieces. */
  private static final int LONGEST = 1 << 20;

  private static final Pattern BACKEND = Pattern.compile("\"channel\"\\s*+:\\s*+\"backend\"");

  private final Scrubber scrubber;
  private final MessageRedactor messages;

  LineRedactor(Scrubber scrubber) {
    this.scrubber = scrubber;
    this.messages = new MessageRedactor(scrubber.names());
  }

  /** Copies a file of this kind, without what is private. */
  void redact(InputKind kind, InputStream in, OutputStream out) throws IOException {
    UnaryOperator<String> line = reader(kind);
    byte[] block = new byte[1 << 16];
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      int from = 0;
      int most = LONGEST - begun.size();
      for (int i = 0; i < count; i++) {
        byte b = block[i];
        boolean ends = b == '\n' || b == '\r';
        if (ends || i - from == most) {
          begun.write(block, from, i - from);
          write(line, begun, out);
          from = i;
          most = LONGEST;
        }
        if (ends) {
          out.write(b);
          from++;
        }
      }
      begun.write(block, from, count - from);
    }
    write(line, begun, out);
  }

  private static void write(
      UnaryOperator<String> line, ByteArrayOutputStream piece, OutputStream out)
      throws IOException {
    if (piece.size() > 0) {
      String text = piece.toString(StandardCharsets.ISO_8859_1);
      out.write(line.apply(text).getBytes(StandardCharsets.ISO_8859_1));
      piece.reset();
    }
  }

  private UnaryOperator<String> reader(InputKind kind) {
    switch (kind) {
      case QMP:
      case DESCRIPTORS_JSON:
        return new JsonScrubber(scrubber, false, null)::line;
      case VHOST_USER_JSON:
        return this::traffic;
      case STRACE:
        return new StraceLines(scrubber, messages)::line;
      case TRACE_EVENTS:
        return scrubber::name;
      default:
        return this::log;
    }
  }

  private String traffic(String line) {
    Channel channel = BACKEND.matcher(line).find() ? Channel.BACKEND : Channel.MAIN;
    return new JsonScrubber(
            scrubber, false, (key, raw) -> key.equals("hex") ? message(channel, raw) : null)
        .line(line);
  }

  private @Nullable String message(Channel channel, String hex) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return null;
    }
    messages.redact(channel, bytes, 0, bytes.length);
    return HexFormat.of().formatHex(bytes);
  }

  private String log(String line) {
    return scrubber.text(
        line, isEvent(line) ? Scrubber.NumberPolicy.HEXADECIMAL : Scrubber.NumberPolicy.PLAIN);
  }

  /** Whether a line is a trace event: after a time there may be, a name with an underscore. */
  private boolean isEvent(String line) {
    int at = 0;
    boolean digits = !line.isEmpty() && line.charAt(0) >= '0' && line.charAt(0) <= '9';
    if (digits) {
      int space = line.indexOf(' ');
      int colon = line.lastIndexOf(':', space < 0 ? line.length() : space);
      boolean stamped = line.indexOf('@') > 0 && colon > line.indexOf('@');
      at = stamped ? colon + 1 : space + 1;
    }
    int end = at;
    boolean underscore = false;
    while (end < line.length()
        && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '_')) {
      underscore |= line.charAt(end) == '_';
      end++;
    }
    boolean ends = end == line.length() || line.charAt(end) == ' ';
    return underscore && ends && scrubber.knows(line.substring(at, end));
  }
}
