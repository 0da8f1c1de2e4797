// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

/** Guesses what was meant by a misspelt word. */
final class SimilarNames {
  private SimilarNames() {}

  /** As in {@code "; did you mean 'decode'?"}, or nothing where no candidate is near. */
  static String hint(String word, Iterable<String> candidates) {
    String nearest = null;
    // A third of the letters wrong is no longer a slip of the finger.
    int limit = word.length() / 3 + 2;
    for (String candidate : candidates) {
      int distance = candidate.startsWith(word) ? 0 : distance(word, candidate);
      if (distance < limit) {
        limit = distance;
        nearest = candidate;
      }
    }
    return nearest == null ? "" : "; did you mean '" + nearest + "'?";
  }

  /** The number of letters to insert, drop or replace (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
