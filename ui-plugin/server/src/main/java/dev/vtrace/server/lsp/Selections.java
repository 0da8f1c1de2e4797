// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.server.text.Landmark;
import dev.vtrace.server.text.Landmarks;
import dev.vtrace.server.text.TextFile;
import java.io.IOException;
import java.util.List;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SelectionRange;

/** What one selects step by step: a word, its line, what the line lies in, the whole text. */
final class Selections {
  private Selections() {}

  static SelectionRange of(Document document, Position position, CharacterUnit unit)
      throws IOException {
    TextFile file = document.file();
    long line = position.getLine();
    String text = file.line(line);
    SelectionRange range =
        new SelectionRange(Ranges.lines(0, Math.max(0, file.index().lines() - 1)), null);
    Landmarks landmarks = file.landmarks();
    List<Landmark> around = landmarks.around(line);
    for (Landmark mark : around) {
      Landmark end = landmarks.partner(mark.line());
      if (end != null && contains(range.getRange(), mark.line(), end.line())) {
        range = new SelectionRange(Ranges.lines(mark.line(), end.line()), range);
      }
    }
    LineUnits units = LineUnits.of(unit, text);
    range = new SelectionRange(units.range(line, 0, text.length()), range);
    WordFinder.FoundWord word = WordFinder.at(text, units.column(position.getCharacter()));
    return word == null
        ? range
        : new SelectionRange(units.range(line, word.from(), word.to()), range);
  }

  /** Windows of two devices may overlap; only what lies inside is a step. */
  private static boolean contains(Range outer, long from, long to) {
    return outer.getStart().getLine() <= from && to <= outer.getEnd().getLine();
  }
}
