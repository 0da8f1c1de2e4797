// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of strace. The strings of a call hold what a process read and wrote, whatever that was:
 * only those that are vhost-user messages stay, as far as their payload may; a header and its
 * payload may come in two calls. What stands between angle brackets is the name of a descriptor.
 */
final class StraceLines {
  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"((?:[^\"\\\\]++|\\\\.?+)*+)(\"|\\z)|<((?:[^<>]++|(?<=-)>)*+)>");
  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:\\[pid ++)?(\\d++)?\\]? *+[\\d:.]*+ *+(?:<\\.\\.\\. )?(\\w++)(?:\\((\\d++))?");

  private static final Pattern DATA =
      Pattern.compile("p?(?:read|write)v?2?\\d*+|(?:send|recv)\\w*+");

  /** A call whose strings are names of files, not what is in them. */
  private static final String NAMES = "names";

  private final Scrubber scrubber;
  private final MessageRedactor messages;
  private final Map<String, ByteBuffer> headers = new HashMap<>();
  private final Map<String, String> calls = new HashMap<>();

  StraceLines(Scrubber scrubber, MessageRedactor messages) {
    this.scrubber = scrubber;
    this.messages = messages;
  }

  String line(String line) {
    StringBuilder out = new StringBuilder();
    String call = call(line);
    Matcher matcher = LITERAL.matcher(line);
    int at = 0;
    boolean data = line.contains("iov_base") || !line.contains("msg_name=");
    while (matcher.find()) {
      out.append(
          scrubber.text(line.substring(at, matcher.start()), Scrubber.NumberPolicy.HEXADECIMAL));
      boolean descriptor = matcher.group(3) != null;
      String raw = descriptor ? matcher.group(3) : matcher.group(1);
      out.append(descriptor ? '<' : '"');
      out.append(descriptor ? description(raw) : content(raw, call, data));
      out.append(descriptor ? ">" : matcher.group(2));
      at = matcher.end();
    }
    return out.append(scrubber.text(line.substring(at), Scrubber.NumberPolicy.HEXADECIMAL))
        .toString();
  }

  /** Which way of which descriptor the bytes go. */
  private String call(String line) {
    Matcher matcher = PREFIX.matcher(line);
    if (!matcher.find()) {
      return "";
    }
    String thread = String.valueOf(matcher.group(1));
    if (line.contains(" resumed>")) {
      return calls.getOrDefault(thread, "");
    }
    if (!DATA.matcher(matcher.group(2)).matches()) {
      return NAMES;
    }
    boolean out = matcher.group(2).startsWith("send") || matcher.group(2).startsWith("write");
    String call = matcher.group(3) + (out ? " out" : " in");
    calls.put(thread, call);
    return call;
  }

  private String description(String raw) {
    if (raw.equals("unfinished ...") || raw.startsWith("... ")) {
      return raw;
    }
    UnescapedText units = UnescapedText.of(raw, true);
    return units.with(scrubber.text(units.text(), Scrubber.NumberPolicy.HEXADECIMAL));
  }

  private String content(String raw, String call, boolean data) {
    UnescapedText units = UnescapedText.of(raw, true);
    if (call.equals(NAMES)) {
      return units.with(scrubber.text(units.text(), Scrubber.NumberPolicy.PLAIN));
    }
    byte[] bytes = units.text().getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer header = data ? headers.remove(call) : null;
    if (header != null && header.getInt(8) == bytes.length) {
      messages.payload(Channel.MAIN, header.getInt(0), bytes, 0, bytes.length, header.order());
    } else if (data && isMessage(bytes)) {
      messages.redact(Channel.MAIN, bytes, 0, bytes.length);
      if (bytes.length == Message.HEADER) {
        headers.put(call, ByteBuffer.wrap(bytes).order(Message.guessOrder(bytes, 0)));
      }
    } else if (bytes.length > 1 || bytes.length == 1 && bytes[0] != ' ') {
      return units.with(hidden(bytes));
    }
    return units.with(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private String hidden(byte[] bytes) {
    if (scrubber.names().keeps(SecretKind.MEMORY)) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    scrubber.names().count(SecretKind.MEMORY);
    return "x".repeat(bytes.length);
  }

  /** Whether bytes are a header, with all or none of its payload. */
  private static boolean isMessage(byte[] bytes) {
    if (bytes.length < Message.HEADER) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int request = in.getInt(0);
    int flags = in.getInt(4);
    int size = in.getInt(8);
    boolean sane = request > 0 && request < 0x100 && flags >= 1 && flags < 0x10 && (flags & 3) == 1;
    return sane && (bytes.length == Message.HEADER || size == bytes.length - Message.HEADER);
  }
}
