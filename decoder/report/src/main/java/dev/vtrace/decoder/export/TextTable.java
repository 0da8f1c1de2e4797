// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table with a row of titles, as wide as its contents and no wider than the terminal: texts that
 * do not fit go on within their own column. Columns in which nothing stands are left out.
 */
final class TextTable {
  private static final int GAP = 2;

  /** What a column shrinks to while others can give more. */
  private static final int SMALL = 14;

  private static final int LEAST = 4;

  /** Columns more than the row that a list stands below. */
  private static final int BELOW = 5;

  private final TextStream out;
  private final boolean colour;
  private final int indent;
  private final List<Column> columns;
  private final List<TableCell[]> rows = new ArrayList<>();

  /** Texts of the rows, which stand below them where a last column does not fit. */
  private boolean below;

  /** How a column is set. */
  enum ColumnSetting {
    /** Texts that may be folded. */
    TEXT,
    /** A list at the end of a row, which goes below it if the row becomes too long. */
    LIST,
    /** Names and places that are folded only where nothing else can be. */
    NAME,
    /** Numbers, at the right. */
    NUMBER
  }

  /** A column and its title. */
  record Column(String title, ColumnSetting setting) {}

  /** What stands at a place. */
  record TableCell(String text, TextLine.@Nullable Colour colour) {
    static TableCell of(String text) {
      return new TableCell(text, null);
    }
  }

  TextTable(TextStream out, boolean colour, int indent, List<Column> columns) {
    this.out = out;
    this.colour = colour;
    this.indent = indent;
    this.columns = columns;
  }

  /** Adds a row of as many cells as there are columns. */
  void row(TableCell... cells) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new TableCell(Plain.text(cells[i].text()), cells[i].colour());
    }
    rows.add(cells);
  }

  /** Adds a row of plain texts. */
  void row(String... texts) {
    TableCell[] cells = new TableCell[texts.length];
    for (int i = 0; i < texts.length; i++) {
      cells[i] = TableCell.of(texts[i]);
    }
    row(cells);
  }

  /** Prints all of it. */
  void print() {
    int[] widths = widths();
    TableCell[] titles = new TableCell[columns.size()];
    for (int i = 0; i < titles.length; i++) {
      titles[i] = new TableCell(columns.get(i).title(), TextLine.Colour.DIM);
    }
    print(titles, widths);
    for (TableCell[] row : rows) {
      print(row, widths);
      if (below) {
        below(row[row.length - 1].text());
      }
    }
  }

  private void below(String text) {
    TextLine line = new TextLine(colour, out).spaces(indent + BELOW).hanging(text);
    if (!text.isEmpty()) {
      out.print(line.end().replace('\u00a0', ' '));
      out.print('\n');
    }
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    int sum = -GAP;
    for (int i = 0; i < widths.length; i++) {
      for (TableCell[] row : rows) {
        widths[i] = Math.max(widths[i], TextFold.columns(row[i].text()));
      }
      if (widths[i] > 0) {
        widths[i] = Math.max(widths[i], TextFold.columns(columns.get(i).title()));
        widths[i] = Math.min(widths[i], out.width());
        sum += widths[i] + GAP;
      }
    }
    int over = sum - (out.width() - indent);
    int last = widths.length - 1;
    below = over > 0 && columns.get(last).setting() == ColumnSetting.LIST && widths[last] > 0;
    if (below) {
      over -= widths[last] + GAP;
      widths[last] = 0;
    }
    over = shrink(widths, over, ColumnSetting.TEXT, SMALL);
    over = shrink(widths, over, ColumnSetting.NAME, SMALL);
    over = shrink(widths, over, ColumnSetting.TEXT, LEAST);
    over = shrink(widths, over, ColumnSetting.NAME, LEAST);
    shrink(widths, over, ColumnSetting.NUMBER, LEAST);
    return widths;
  }

  /** Takes from the widest columns of a kind; gives how much is still too much. */
  private int shrink(int[] widths, int over, ColumnSetting setting, int least) {
    int left = over;
    while (left > 0) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean gives = columns.get(i).setting() == setting && widths[i] > least;
        if (gives && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return left;
      }
      widths[widest]--;
      left--;
    }
    return left;
  }

  private void print(TableCell[] cells, int[] widths) {
    List<List<String>> texts = new ArrayList<>();
    int lines = 1;
    for (int i = 0; i < cells.length; i++) {
      texts.add(widths[i] == 0 ? List.of() : TextFold.lines(cells[i].text(), widths[i]));
      lines = Math.max(lines, texts.get(i).size());
    }
    for (int n = 0; n < lines; n++) {
      TextLine line = new TextLine(colour, out).spaces(indent);
      for (int i = 0; i < cells.length; i++) {
        if (widths[i] > 0) {
          String text = n < texts.get(i).size() ? texts.get(i).get(n) : "";
          int spaces = widths[i] - TextFold.columns(text);
          boolean right = columns.get(i).setting() == ColumnSetting.NUMBER;
          line.spaces(right ? spaces : 0);
          TextLine.Colour with = cells[i].colour();
          if (with == null || text.isEmpty()) {
            line.add(text);
          } else {
            line.add(with, text);
          }
          line.spaces((right ? 0 : spaces) + GAP);
        }
      }
      out.print(line.end().replace('\u00a0', ' '));
      out.print('\n');
    }
  }
}
