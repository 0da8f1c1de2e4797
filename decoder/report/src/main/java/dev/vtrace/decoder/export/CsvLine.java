// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A line of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe
 * at its beginning; characters that nobody sees are shown as their numbers.
 */
public final class CsvLine {
  /** The end of a line. */
  public static final String END = "\r\n";

  private static final String FORMULA = "=+-@\t\r";

  private CsvLine() {}

  /** The line of these cells, without its end. */
  public static String of(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
    }
    return line.toString();
  }

  /** Writes one line with these cells, in UTF-8. */
  public static void write(OutputStream out, String... cells) throws IOException {
    out.write((of(List.of(cells)) + END).getBytes(StandardCharsets.UTF_8));
  }

  /** A number that is not known is an empty cell. */
  public static String known(long number) {
    return number < 0 ? "" : Long.toString(number);
  }

  private static String cell(String text) {
    String plain = Plain.text(text);
    if (!plain.isEmpty() && FORMULA.indexOf(plain.charAt(0)) >= 0) {
      plain = "'" + plain;
    }
    boolean quoted = plain.indexOf(',') >= 0 || plain.indexOf('"') >= 0;
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }
}
