// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How tools write bytes as text. */
enum Encoding {
  PLAIN(s -> s),
  UPPER(s -> s.toUpperCase(Locale.ROOT)),
  LOWER(s -> s.toLowerCase(Locale.ROOT)),
  BASE64(s -> Base64.getEncoder().encodeToString(bytes(s))),
  HEX(s -> HexFormat.of().formatHex(bytes(s))),
  HEX_UPPER(s -> HexFormat.of().withUpperCase().formatHex(bytes(s))),
  HEX_SPACED(s -> HexFormat.ofDelimiter(" ").formatHex(bytes(s))),
  HEX_COLONS(s -> HexFormat.ofDelimiter(":").formatHex(bytes(s))),
  HEX_PREFIXED(s -> HexFormat.ofDelimiter(", ").withPrefix("0x").formatHex(bytes(s))),
  PERCENT(s -> HexFormat.of().withPrefix("%").withUpperCase().formatHex(bytes(s))),
  BACKSLASH(s -> HexFormat.of().withPrefix("\\x").formatHex(bytes(s))),
  OCTAL(s -> each(s, b -> String.format("\\%03o", b), "")),
  OCTAL_LIST(s -> each(s, b -> String.format("%03o", b), " ")),
  DECIMAL_LIST(s -> each(s, b -> "" + b, ", ")),
  DECIMAL_SPACED(s -> each(s, b -> "" + b, " ")),
  LETTERS(s -> String.join(" ", s.split(""))),
  QUOTED_LETTERS(s -> each(s, b -> "'" + (char) (int) b + "'", " ")),
  UTF16(s -> new String(s.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1)),
  UTF16_HEX(s -> HexFormat.ofDelimiter(" ").formatHex(s.getBytes(StandardCharsets.UTF_16LE))),
  XXD(s -> "00000010: " + each(words(s, 2), " ") + "  " + s),
  HEXDUMP(s -> "00000010  " + HexFormat.ofDelimiter(" ").formatHex(bytes(s)) + "  |" + s + "|"),
  QEMU_BYTES(
      s -> "0000000000001000: " + HexFormat.ofDelimiter(" ").withPrefix("0x").formatHex(bytes(s))),
  QEMU_WORDS(s -> "0000000000001000: " + each(words(s, 4), " ", "0x")),
  QEMU_GIANTS(s -> "0000000000001000: " + each(words(s, 8), " ", "0x"));

  private final Function<String, String> writer;

  Encoding(Function<String, String> writer) {
    this.writer = writer;
  }

  String write(String secret) {
    return writer.apply(secret);
  }

  /** What must not be found of it: the data without what is the same for any. */
  String sought(String secret) {
    String written = write(secret);
    int end = written.indexOf("  ", 12);
    return written.startsWith("0000")
        ? written.substring(written.indexOf(' '), end < 0 ? written.length() : end).trim()
        : written;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String each(String text, Function<Integer, String> form, String between) {
    byte[] bytes = bytes(text);
    return IntStream.range(0, bytes.length)
        .mapToObj(i -> form.apply(bytes[i] & 0xff))
        .collect(Collectors.joining(between));
  }

  private static String each(List<String> words, String between) {
    return String.join(between, words);
  }

  private static String each(List<String> words, String between, String prefix) {
    return words.stream().map(word -> prefix + word).collect(Collectors.joining(between));
  }

  /** Little-endian words but for xxd's, which are as the bytes stand. */
  private static List<String> words(String text, int width) {
    byte[] bytes = bytes(text);
    List<String> out = new ArrayList<>();
    for (int i = 0; i + width <= bytes.length; i += width) {
      ByteBuffer in = ByteBuffer.wrap(bytes, i, width).order(ByteOrder.LITTLE_ENDIAN);
      out.add(
          switch (width) {
            case 2 -> HexFormat.of().formatHex(bytes, i, i + 2);
            case 4 -> HexFormat.of().toHexDigits(in.getInt());
            default -> HexFormat.of().toHexDigits(in.getLong());
          });
    }
    return out;
  }
}
