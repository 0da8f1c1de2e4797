// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.export.TextTable.Column;
import dev.vtrace.decoder.export.TextTable.ColumnSetting;
import dev.vtrace.decoder.export.TextTable.TableCell;
import dev.vtrace.decoder.timeline.TimeWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints the ledger as a table: a line a window, with how many operations have each verdict. */
final class LedgerSummaryText {
  private final TextStream out;
  private final boolean colour;

  LedgerSummaryText(TextStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  void print(Migration migration) {
    List<Window> windows = migration.windows();
    if (windows.isEmpty()) {
      return;
    }
    Set<String> devices = windows.stream().map(Window::device).collect(Collectors.toSet());
    boolean several = devices.size() > 1;
    long first = windows.stream().mapToLong(Window::beginNs).filter(ns -> ns >= 0).min().orElse(-1);
    title(several ? "" : windows.get(0).device(), first);
    boolean wide = out.width() >= TextStream.USUAL_WIDTH;
    TextTable table = new TextTable(out, colour, 0, columns(wide));
    for (Window window : windows) {
      table.row(cells(migration, window, first, several, wide));
    }
    table.print();
  }

  private void title(String device, long first) {
    TextLine line = new TextLine(colour, out).add(TextLine.Colour.BOLD, device);
    if (first >= 0) {
      line.add(device.isEmpty() ? "" : "   ").hanging("times count from " + TimeWords.date(first));
    }
    String text = line.end();
    out.print(text.isEmpty() ? "" : text + "\n");
  }

  private static List<Column> columns(boolean wide) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("begin", ColumnSetting.NUMBER));
    columns.add(new Column("length", ColumnSetting.NUMBER));
    columns.add(new Column("migration", ColumnSetting.NUMBER));
    columns.add(new Column("QEMU", ColumnSetting.NAME));
    columns.add(new Column("what", ColumnSetting.NAME));
    columns.add(new Column("device", ColumnSetting.TEXT));
    columns.add(new Column("hand-over", ColumnSetting.TEXT));
    if (wide) {
      for (Verdict verdict : Verdict.values()) {
        columns.add(new Column(VerdictWords.of(verdict), ColumnSetting.NUMBER));
      }
    } else {
      columns.add(new Column("operations", ColumnSetting.LIST));
    }
    return columns;
  }

  private static TableCell[] cells(
      Migration migration, Window window, long first, boolean several, boolean wide) {
    boolean timed = window.beginNs() >= 0;
    boolean ended = timed && window.endNs() >= 0;
    List<TableCell> cells = new ArrayList<>();
    cells.add(TableCell.of(timed ? "+" + TimeWords.duration(window.beginNs() - first) : ""));
    cells.add(TableCell.of(ended ? TimeWords.duration(window.endNs() - window.beginNs()) : ""));
    cells.add(TableCell.of(window.attempt() > 0 ? Integer.toString(window.attempt()) : ""));
    cells.add(TableCell.of(LedgerWindowText.who(window)));
    cells.add(TableCell.of(window.kind().label()));
    cells.add(TableCell.of(several ? window.device() : ""));
    cells.add(handOver(migration, window));
    if (!wide) {
      cells.add(TableCell.of(LedgerWindowText.counts(window)));
      return cells.toArray(TableCell[]::new);
    }
    for (Verdict verdict : Verdict.values()) {
      int count = window.count(verdict);
      boolean bad = verdict == Verdict.FAILED || verdict == Verdict.VIOLATION;
      String text = count == 0 ? "" : TextLine.grouped(count);
      cells.add(new TableCell(text, bad ? TextLine.Colour.RED : null));
    }
    return cells.toArray(TableCell[]::new);
  }

  private static TableCell handOver(Migration migration, Window window) {
    if (window.failed()) {
      return new TableCell("failed", TextLine.Colour.RED);
    }
    String transfer = migration.transfer(window).text();
    if (window.phase() == Phase.ORDINARY) {
      return TableCell.of(transfer);
    }
    return TableCell.of(window.phase().label() + (transfer.isEmpty() ? "" : ", " + transfer));
  }
}
