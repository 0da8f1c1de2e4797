// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.TextTable.Column;
import dev.vtrace.decoder.export.TextTable.ColumnSetting;
import dev.vtrace.decoder.export.TextTable.TableCell;
import dev.vtrace.decoder.rules.RulePage;
import java.io.PrintStream;
import java.util.List;

/** Prints what can be checked, and how each of many captures came out. */
public final class CheckListText {
  private static final int RESULT = 7;

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
                new Column("code", ColumnSetting.NAME),
                new Column("level", ColumnSetting.NAME),
                new Column("title", ColumnSetting.TEXT)));
    for (Code code : Code.values()) {
      boolean error = code.severity() == Severity.ERROR;
      table.row(
          TableCell.of(code.code()),
          new TableCell(code.severity().label(), error ? TextLine.Colour.RED : null),
          TableCell.of(RulePage.title(code.code())));
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
    TextLine line = new TextLine(colour, out);
    boolean fine = found.isEmpty();
    String word = fine ? "ok" : "failed";
    line.add(fine ? TextLine.Colour.GREEN : TextLine.Colour.RED, word);
    line.spaces(RESULT - word.length()).hang().add(capture + "  " + outcome);
    line.add(fine ? "" : "  " + found);
    out.print(line.end());
    out.print('\n');
  }
}
