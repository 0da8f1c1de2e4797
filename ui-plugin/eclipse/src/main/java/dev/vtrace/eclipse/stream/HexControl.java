// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.stream;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.server.ServerAnswers;
import dev.vtrace.eclipse.server.ServerAnswers.StreamBytesAnswer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/** Bytes in lines of sixteen. Pages are read when they are seen, and the last few are kept. */
public final class HexControl extends Canvas {
  private static final int WIDTH = 16;
  private static final int PAGE = 16 << 10;
  private static final int PAGES = 64;
  private static final int OFFSET_CHARS = 12;
  private static final int TEXT_AT = OFFSET_CHARS + 3 * WIDTH + 1;
  private static final HexFormat HEX = HexFormat.of();

  private final StreamEditor editor;
  private final LongConsumer selected;
  private final Map<Long, byte[]> pages =
      new LinkedHashMap<>(PAGES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > PAGES;
        }
      };

  private long size;
  private long top;
  private long markFrom;
  private long markTo;
  private int charWidth = 8;
  private int lineHeight = 16;

  /**
   * @param selected is told the byte that people select
   */
  HexControl(Composite parent, StreamEditor editor, LongConsumer selected) {
    super(parent, SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.BORDER);
    this.editor = editor;
    this.selected = selected;
    setFont(JFaceResources.getTextFont());
    GC gc = new GC(this);
    charWidth = Math.max(1, gc.stringExtent("0").x);
    lineHeight = gc.getFontMetrics().getHeight() + 2;
    gc.dispose();
    addListener(SWT.Paint, event -> paint(event.gc));
    addListener(SWT.Resize, event -> scroll(top));
    addListener(SWT.MouseDown, this::press);
    addListener(SWT.MouseWheel, event -> scroll(top - 3L * Integer.signum(event.count)));
    addListener(SWT.KeyDown, this::key);
    getVerticalBar().addListener(SWT.Selection, event -> scroll(lineOfBar()));
  }

  void setSize(long bytes) {
    size = bytes;
    scroll(top);
  }

  private long lines() {
    return (size + WIDTH - 1) / WIDTH;
  }

  private int visible() {
    return Math.max(1, getClientArea().height / lineHeight);
  }

  /** A scroll bar counts in int, lines of a stream do not fit there. */
  private long unit() {
    return Math.max(1, lines() / (1 << 20));
  }

  private long lineOfBar() {
    return getVerticalBar().getSelection() * unit();
  }

  private void scroll(long line) {
    top = Math.max(0, Math.min(line, lines() - visible()));
    int all = (int) (lines() / unit());
    int thumb = (int) Math.max(1, visible() / unit());
    getVerticalBar()
        .setValues(
            (int) (top / unit()), 0, Math.max(1, all), Math.min(thumb, Math.max(1, all)), 3, thumb);
    redraw();
  }

  /** Marks bytes and makes them visible. */
  void mark(long offset, long length) {
    markFrom = offset;
    markTo = offset + Math.max(1, length);
    long line = offset / WIDTH;
    if (line < top || line >= top + visible()) {
      scroll(line - visible() / 3);
    }
    redraw();
  }

  private void paint(GC gc) {
    gc.setFont(getFont());
    Rectangle area = getClientArea();
    for (int i = 0; i * lineHeight < area.height && top + i < lines(); i++) {
      paintLine(gc, (top + i) * WIDTH, i * lineHeight);
    }
  }

  private void paintLine(GC gc, long offset, int y) {
    gc.setForeground(getDisplay().getSystemColor(SWT.COLOR_WIDGET_DISABLED_FOREGROUND));
    gc.drawString(HEX.toHexDigits(offset, OFFSET_CHARS - 2), 4, y, true);
    for (int i = 0; i < WIDTH && offset + i < size; i++) {
      long at = offset + i;
      int value = value(at);
      boolean marked = at >= markFrom && at < markTo;
      int x = 4 + (OFFSET_CHARS + 3 * i) * charWidth;
      int textX = 4 + (TEXT_AT + i) * charWidth;
      gc.setForeground(getForeground());
      if (marked) {
        gc.setBackground(getDisplay().getSystemColor(SWT.COLOR_LIST_SELECTION));
        gc.fillRectangle(x - 2, y, 2 * charWidth + 4, lineHeight);
        gc.fillRectangle(textX, y, charWidth, lineHeight);
        gc.setForeground(getDisplay().getSystemColor(SWT.COLOR_LIST_SELECTION_TEXT));
      }
      gc.drawString(value < 0 ? ".." : HEX.toHexDigits((byte) value), x, y, true);
      char shown = value >= 0x20 && value < 0x7f ? (char) value : '\u00b7';
      gc.drawString(String.valueOf(shown), textX, y, true);
    }
  }

  /** A byte, or -1 while it is still read. */
  private int value(long offset) {
    long page = offset / PAGE;
    byte[] bytes = pages.get(page);
    if (bytes == null) {
      pages.put(page, new byte[0]);
      read(page);
      return -1;
    }
    int at = (int) (offset % PAGE);
    return at < bytes.length ? bytes[at] & 0xFF : -1;
  }

  private void read(long page) {
    var params = ServerAnswers.of("uri", editor.uri());
    params.addProperty("offset", page * PAGE);
    params.addProperty("length", PAGE);
    editor.ask(
        "Reading bytes",
        monitor ->
            VtracePlugin.get()
                .server()
                .ask("vtrace/stream/bytes", params, StreamBytesAnswer.class, monitor),
        answer -> {
          pages.put(page, Base64.getDecoder().decode(answer.data()));
          redraw();
        });
  }

  private void press(Event event) {
    setFocus();
    int column = (event.x - 4) / charWidth;
    int index =
        column >= TEXT_AT
            ? column - TEXT_AT
            : column >= OFFSET_CHARS ? (column - OFFSET_CHARS) / 3 : -1;
    long offset = (top + event.y / lineHeight) * WIDTH + index;
    if (index >= 0 && index < WIDTH && offset < size) {
      selected.accept(offset);
    }
  }

  private void key(Event event) {
    long step =
        switch (event.keyCode) {
          case SWT.ARROW_LEFT -> -1;
          case SWT.ARROW_RIGHT -> 1;
          case SWT.ARROW_UP -> -WIDTH;
          case SWT.ARROW_DOWN -> WIDTH;
          case SWT.PAGE_UP -> -(long) WIDTH * visible();
          case SWT.PAGE_DOWN -> (long) WIDTH * visible();
          case SWT.HOME -> -markFrom;
          case SWT.END -> size - 1 - markFrom;
          default -> 0;
        };
    if (step != 0 && size > 0) {
      selected.accept(Math.max(0, Math.min(size - 1, markFrom + step)));
    }
  }

  /** The first byte that is marked, for tests. */
  public long markedFrom() {
    return markFrom;
  }

  /** The byte after the last one that is marked, for tests. */
  public long markedTo() {
    return markTo;
  }
}
