// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a plan into settings: a name and a value, on one line or on several joined by \. */
final class PlanLines {
  /** Lines of a file that are believed. */
  private static final int MOST = 10_000;

  private static final int LONGEST = 1 << 20;

  /**
   * A setting.
   *
   * @param line where it begins, first 1
   * @param value empty where it has none
   */
  record PlanLine(int line, String name, String value) {}

  private PlanLines() {}

  /**
   * The settings, without empty lines and comments.
   *
   * @throws PlanException if it is longer than any plan
   */
  static List<PlanLine> of(BufferedReader in) throws IOException {
    List<PlanLine> out = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    int number = 0;
    int first = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (++number > MOST || line.length() > LONGEST) {
        throw new PlanException(number, "too long for a description");
      }
      String text = line.strip();
      if (whole.length() == 0) {
        first = number;
        if (text.isEmpty() || text.startsWith("#")) {
          continue;
        }
      }
      boolean more = text.endsWith("\\");
      whole.append(more ? text.substring(0, text.length() - 1) : text).append(' ');
      if (!more) {
        out.add(setting(first, whole));
      }
    }
    if (whole.length() > 0) {
      out.add(setting(first, whole));
    }
    return out;
  }

  private static PlanLine setting(int line, StringBuilder whole) {
    String[] parts = whole.toString().strip().split("\\s+", 2);
    whole.setLength(0);
    return new PlanLine(line, parts[0], parts.length < 2 ? "" : parts[1]);
  }

  /** A plan that cannot be cut into lines. */
  static final class PlanException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int line;

    PlanException(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }
}
