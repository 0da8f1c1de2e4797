// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Verdict;

/** Verdicts in texts for people; in JSON they have a hyphen. */
final class VerdictWords {
  private VerdictWords() {}

  static String of(Verdict verdict) {
    return verdict.label().replace('-', ' ');
  }
}
