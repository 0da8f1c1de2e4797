// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.TextTable.Cell;
import dev.vtrace.decoder.export.TextTable.Column;
import dev.vtrace.decoder.export.TextTable.Setting;
import dev.vtrace.decoder.rules.RulePage;
import java.io.PrintStream;
import java.util.List;

/** Prints what can be checked, and how each of many captures came out. */
public final class CheckListText {
  private static final int RESULT = 8;

  private final TextStream out;
  private final boolean colour;

  /** A printer. */
  public CheckListText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /** Prints all codes with their levels and titles. */
  public void codes() {
    TextTable table =
        new TextTable(
            out,
            colour,
            0,
            List.of(
                new Column("code", Setting.NAME),
                new Column("level", Setting.NAME),
                new Column("title", Setting.TEXT)));
    for (Code code : Code.values()) {
      boolean error = code.severity() == Severity.ERROR;
      table.row(
          Cell.of(code.code()),
          new Cell(code.severity().label(), error ? TextLine.Colour.RED : null),
          Cell.of(RulePage.title(code.code())));
    }
    table.print();
    out.flush();
  }

  /**
   * Prints the result of one capture.
   *
   * @param found the worst finding; empty where nothing is wrong
   */
  public void result(String capture, String outcome, String found) {
    TextLine line = new TextLine(colour, out.width());
    boolean fine = found.isEmpty();
    String word = fine ? "ok" : "failed";
    line.add(fine ? TextLine.Colour.GREEN : TextLine.Colour.RED, word);
    line.spaces(RESULT - word.length()).hang().add(capture + "  " + outcome);
    line.add(fine ? "" : "  " + found);
    out.print(line.end());
    out.print('\n');
  }
}
