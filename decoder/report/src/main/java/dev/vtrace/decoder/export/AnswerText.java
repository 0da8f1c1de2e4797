// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.answer.AnswerLine;
import dev.vtrace.decoder.answer.AnswerLines;
import dev.vtrace.decoder.answer.AnswerPart;
import dev.vtrace.decoder.answer.WhyAnswer;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the answer: how it ended, why, where that shows, what to do, and how much more there is.
 */
public final class AnswerText {
  private static final int LABEL = 11;
  private static final int MOST_PLACE = 28;

  private final TextStream out;
  private final boolean colour;

  /** Columns of places. */
  private int place;

  /** A printer. */
  public AnswerText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /**
   * Prints it.
   *
   * @param all whether consequences and notes are listed and not only counted
   */
  public void print(WhyAnswer answer, boolean all) {
    List<AnswerLine> lines = AnswerLines.of(answer);
    for (AnswerLine line : lines) {
      int length = line.place() == null ? 0 : line.place().location().length();
      place = Math.max(place, Math.min(MOST_PLACE, length + 2));
    }
    lines.forEach(this::line);
    if (all) {
      List<AnswerPart> parts = new ArrayList<>(answer.migrations());
      if (answer.outside() != null) {
        parts.add(answer.outside());
      }
      parts.forEach(this::listed);
      list("note", answer.notes());
    }
    out.flush();
  }

  private void line(AnswerLine answer) {
    TextLine line = new TextLine(colour, out);
    String label = answer.label();
    TextLine.Colour how = colour(answer.kind());
    if (how == null) {
      line.left(label, LABEL);
    } else {
      line.add(how, label).spaces(LABEL - label.length());
    }
    if (answer.place() == null) {
      line.wrap(List.of(answer.text().split(" ")), LABEL);
    } else {
      line.evidence(answer.place().location(), place, answer.place().shownText());
    }
    print(line);
  }

  private static TextLine.@Nullable Colour colour(AnswerLine.AnswerLineKind kind) {
    return switch (kind) {
      case GOOD -> TextLine.Colour.GREEN;
      case BAD -> TextLine.Colour.RED;
      case CANCELLED, UNKNOWN -> TextLine.Colour.YELLOW;
      default -> null;
    };
  }

  private void listed(AnswerPart part) {
    list("more", part.others());
    list("follows", part.consequences());
    list("note", part.notes());
  }

  private void list(String word, List<Problem> problems) {
    for (int i = 0; i < problems.size(); i++) {
      Problem problem = problems.get(i);
      TextLine line = new TextLine(colour, out).left(i == 0 ? word : "", LABEL);
      print(line.add(problem.code().code()).add("  ").hanging(problem.message()));
      if (!problem.evidence().isEmpty()) {
        Evidence first = problem.evidence().get(0);
        TextLine at = new TextLine(colour, out).spaces(LABEL + 2);
        print(at.evidence(first.location(), MOST_PLACE - 2, first.shownText()));
      }
    }
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
