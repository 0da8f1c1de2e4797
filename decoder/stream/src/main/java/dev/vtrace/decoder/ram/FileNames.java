// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Makes file names of names from a stream, which may hold anything, paths to elsewhere included.
 */
final class FileNames {
  private static final int LONGEST = 100;
  private static final String SUFFIX = ".ram";

  private final Set<String> taken = new HashSet<>();

  /** A file name that was not given before, also where case does not count. */
  String of(String name) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < name.length() && safe.length() < LONGEST; i++) {
      char c = name.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      // No leading dot or dash: such files are hidden, or options to other programs.
      boolean mark = c == '_' || safe.length() > 0 && (c == '.' || c == '-' || c == '@');
      safe.append(plain || mark ? c : '_');
    }
    if (safe.length() == 0) {
      safe.append('_');
    }
    String base = safe.toString();
    String candidate = base;
    for (int i = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); i++) {
      candidate = base + "~" + i;
    }
    return candidate + SUFFIX;
  }
}
