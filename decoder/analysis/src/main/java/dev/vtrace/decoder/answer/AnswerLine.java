// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.answer;

import dev.vtrace.decoder.analysis.model.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * One line of the answer as all views show it.
 *
 * @param label one word before the text; empty where the line goes on with the one before it
 * @param place where the text was read; null for a sentence of vtrace
 */
public record AnswerLine(AnswerLineKind kind, String label, String text, @Nullable Evidence place) {
  /** What a line tells. */
  public enum AnswerLineKind {
    GOOD,
    CANCELLED,
    BAD,
    UNKNOWN,
    CAUSE,
    SIGN,
    PLACE,
    REMEDY,
    REST,
    TESTS
  }
}
