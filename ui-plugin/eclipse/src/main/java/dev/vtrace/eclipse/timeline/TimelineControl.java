// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import dev.vtrace.charts.TimelineCanvas;
import dev.vtrace.charts.TimelineCanvas.Viewport;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.eclipse.DarkTheme;
import java.awt.geom.Rectangle2D;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.ScrollBar;

/**
 * A timeline that can be zoomed and walked through. The picture is drawn in a job; selection,
 * position of the debugger and what is measured are drawn upon it.
 */
public final class TimelineControl extends Canvas {
  private static final double ZOOM = 1.25;
  private static final double CLOSEST = 1e-6;
  private static final int SLOP = 3;

  private final PictureJob pictures = new PictureJob(getDisplay(), this::drawn);
  private final Consumer<Item> selected;
  private final Runnable opened;

  private Timeline timeline;
  private TimelineCanvas canvas;
  private double from;
  private double to = 1;
  private Image image;
  private Viewport imageView;
  private Item selection;
  private long debugger = -1;
  private int top;
  private Point pressed;
  private boolean measuring;
  private Point pointer;

  /**
   * Makes one.
   *
   * @param selected is told what people select, null for nothing
   * @param opened is told when they want to go to its evidence
   */
  public TimelineControl(Composite parent, Consumer<Item> selected, Runnable opened) {
    super(parent, SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.NO_BACKGROUND);
    this.selected = selected;
    this.opened = opened;
    addListener(SWT.Paint, event -> paint(event.gc));
    addListener(SWT.Resize, event -> refresh());
    addListener(SWT.MouseDown, this::press);
    addListener(SWT.MouseMove, this::move);
    addListener(SWT.MouseUp, this::release);
    addListener(SWT.MouseDoubleClick, event -> opened.run());
    addListener(SWT.MouseWheel, this::wheel);
    addListener(SWT.KeyDown, new TimelineKeys(this)::handle);
    addListener(SWT.Traverse, event -> event.doit = event.detail != SWT.TRAVERSE_RETURN);
    addListener(SWT.Dispose, event -> dispose(image));
    getVerticalBar().addListener(SWT.Selection, event -> scrollTo(getVerticalBar().getSelection()));
    getAccessible()
        .addAccessibleListener(
            new AccessibleAdapter() {
              @Override
              public void getName(AccessibleEvent event) {
                event.result =
                    selection == null ? "Timeline" : ItemWords.sentence(timeline, selection);
              }
            });
  }

  private static void dispose(Image old) {
    if (old != null) {
      old.dispose();
    }
  }

  /**
   * Shows a timeline; null for none. What was visible stays where the time is the same.
   *
   * @param drawing how it is drawn: to lay it out may take long, so it is made elsewhere
   */
  void show(Timeline next, TimelineCanvas drawing) {
    boolean same =
        timeline != null
            && next != null
            && timeline.begin() == next.begin()
            && timeline.end() == next.end();
    timeline = next;
    canvas = drawing;
    if (!same) {
      from = 0;
      to = 1;
      top = 0;
      selection = null;
    }
    refresh();
  }

  /** What is shown; null for nothing. */
  public Timeline timeline() {
    return timeline;
  }

  /** What is visible; null while there is no room or nothing to show. */
  public Viewport viewport() {
    int width = getClientArea().width;
    return canvas == null || width < TimelineCanvas.NAMES + 50
        ? null
        : new Viewport(width, from, to);
  }

  private void refresh() {
    Viewport view = viewport();
    if (view != null) {
      pictures.draw(new PictureJob.PictureOrder(canvas, view, dark()));
    }
    updateScrollBar();
    redraw();
  }

  private boolean dark() {
    return DarkTheme.isDark(getParent().getBackground());
  }

  private void drawn(PictureJob.PictureOrder order, Image picture) {
    if (isDisposed()) {
      picture.dispose();
      return;
    }
    getDisplay()
        .asyncExec(
            () -> {
              if (isDisposed() || order.canvas() != canvas) {
                picture.dispose();
                return;
              }
              dispose(image);
              image = picture;
              imageView = order.view();
              redraw();
            });
  }

  /** Whether the picture shows what is visible; for tests. */
  public boolean isDrawn() {
    return image != null && imageView != null && imageView.equals(viewport());
  }

  private void updateScrollBar() {
    ScrollBar bar = getVerticalBar();
    int height = getClientArea().height;
    int all = canvas == null ? 0 : canvas.height();
    top = Math.max(0, Math.min(top, all - height));
    bar.setVisible(all > height);
    bar.setValues(
        top, 0, Math.max(1, all), Math.max(1, Math.min(height, all)), 20, Math.max(1, height));
  }

  private void scrollTo(int position) {
    top = position;
    redraw();
  }

  private void paint(GC gc) {
    Rectangle area = getClientArea();
    gc.setBackground(getParent().getBackground());
    gc.fillRectangle(area);
    if (canvas == null) {
      gc.setForeground(getParent().getForeground());
      gc.drawText("No capture is open.", 12, 12, true);
      return;
    }
    if (image != null) {
      gc.drawImage(image, 0, -top);
    }
    Viewport view = viewport();
    if (view != null && view.equals(imageView)) {
      gc.setClipping(TimelineCanvas.NAMES - 6, 0, area.width, area.height);
      paintSelection(gc, view);
      paintDebugger(gc, view, area);
      paintMeasure(gc, view, area);
    }
  }

  private void paintSelection(GC gc, Viewport view) {
    Rectangle2D place = selection == null ? null : canvas.bounds(selection, view);
    if (place != null) {
      gc.setForeground(getDisplay().getSystemColor(SWT.COLOR_LIST_SELECTION));
      gc.setLineWidth(2);
      gc.drawRoundRectangle(
          (int) place.getX() - 2,
          (int) place.getY() - 2 - top,
          (int) place.getWidth() + 4,
          (int) place.getHeight() + 4,
          6,
          6);
    }
  }

  private void paintDebugger(GC gc, Viewport view, Rectangle area) {
    if (debugger >= 0) {
      int x = (int) view.x(timeline.scale().at(debugger));
      gc.setForeground(getDisplay().getSystemColor(SWT.COLOR_DARK_YELLOW));
      gc.setLineWidth(2);
      gc.drawLine(x, 0, x, area.height);
    }
  }

  private void paintMeasure(GC gc, Viewport view, Rectangle area) {
    if (measuring && pressed != null && pointer != null) {
      int left = Math.min(pressed.x, pointer.x);
      int right = Math.max(pressed.x, pointer.x);
      gc.setBackground(getDisplay().getSystemColor(SWT.COLOR_LIST_SELECTION));
      gc.setAlpha(50);
      gc.fillRectangle(left, 0, right - left, area.height);
      gc.setAlpha(255);
      gc.setForeground(getDisplay().getSystemColor(SWT.COLOR_LIST_SELECTION));
      gc.drawText(measured(left, right, view), left + 4, 2, true);
    }
  }

  private String measured(int left, int right, Viewport view) {
    OptionalLong begin = canvas.timeAt(left, view);
    OptionalLong end = canvas.timeAt(right, view);
    return begin.isPresent() && end.isPresent()
        ? TimeWords.duration(end.getAsLong() - begin.getAsLong())
        : "";
  }

  private void press(Event event) {
    forceFocus();
    if (event.button == 1 && canvas != null) {
      pressed = new Point(event.x, event.y);
      pointer = pressed;
      measuring = (event.stateMask & SWT.SHIFT) != 0;
    }
  }

  private void move(Event event) {
    Viewport view = viewport();
    if (view == null) {
      return;
    }
    if (pressed == null) {
      Item under = canvas.at(event.x, event.y + top, view);
      String tip = under == null ? null : ItemWords.tip(timeline, under);
      if (tip == null ? getToolTipText() != null : !tip.equals(getToolTipText())) {
        setToolTipText(tip);
      }
    } else if (measuring) {
      pointer = new Point(event.x, event.y);
      redraw();
    } else if (Math.abs(event.x - pressed.x) > SLOP || pointer != pressed) {
      pan(view.part(pointer.x) - view.part(event.x));
      scrollTo(
          Math.max(
              0, Math.min(top + pointer.y - event.y, canvas.height() - getClientArea().height)));
      pointer = new Point(event.x, event.y);
    }
  }

  private void release(Event event) {
    Viewport view = viewport();
    boolean click = pressed != null && pointer == pressed && !measuring;
    pressed = null;
    if (click && view != null) {
      select(canvas.at(event.x, event.y + top, view), true);
    }
  }

  private void wheel(Event event) {
    if ((event.stateMask & SWT.MOD1) != 0) {
      zoom(event.count > 0 ? 1 / ZOOM : ZOOM, event.x);
      event.doit = false;
    } else if ((event.stateMask & SWT.SHIFT) != 0) {
      pan((event.count > 0 ? -0.1 : 0.1) * (to - from));
      event.doit = false;
    }
  }

  /** Shows more or less around a place, in pixels from the left. */
  void zoom(double factor, int x) {
    Viewport view = viewport();
    if (view != null) {
      double at = Math.max(from, Math.min(to, view.part(x)));
      double length = Math.max(CLOSEST, Math.min(1, (to - from) * factor));
      double share = (at - from) / (to - from);
      from = at - share * length;
      to = from + length;
      pan(0);
    }
  }

  /** Moves what is visible, by a part of the whole. */
  void pan(double by) {
    double length = to - from;
    from = Math.max(0, Math.min(1 - length, from + by));
    to = from + length;
    refresh();
  }

  /** Moves what is visible by a part of itself. */
  void panByShare(double share) {
    pan(share * (to - from));
  }

  /** Zooms around the selection, else around the middle. */
  public void zoom(boolean closer) {
    Viewport view = viewport();
    if (view != null) {
      Rectangle2D place = selection == null ? null : canvas.bounds(selection, view);
      double middle = TimelineCanvas.NAMES + (view.width() - TimelineCanvas.NAMES) / 2.0;
      double x = place == null ? middle : place.getCenterX();
      zoom(closer ? 1 / ZOOM / ZOOM : ZOOM * ZOOM, (int) x);
    }
  }

  /** Shows all of it. */
  public void zoomAll() {
    from = 0;
    to = 1;
    refresh();
  }

  /** What is selected; null for nothing. */
  public Item selection() {
    return selection;
  }

  /** Goes to the evidence of what is selected. */
  void open() {
    opened.run();
  }

  /** Selects an item and makes it visible. */
  public void select(Item item, boolean tell) {
    selection = item;
    if (item != null) {
      reveal(item);
    }
    getAccessible().setFocus(org.eclipse.swt.accessibility.ACC.CHILDID_SELF);
    redraw();
    if (tell) {
      selected.accept(item);
    }
  }

  private void reveal(Item item) {
    double at = timeline.scale().at(item.begin());
    if (at < from || at > to) {
      pan(at - (from + to) / 2);
    }
    Viewport view = viewport();
    Rectangle2D place = view == null ? null : canvas.bounds(item, view);
    int height = getClientArea().height;
    if (place != null && (place.getY() < top || place.getMaxY() > top + height)) {
      top = (int) Math.max(0, place.getCenterY() - height / 2.0);
      updateScrollBar();
    }
  }

  /** Shows where the debugger stands; -1 for nowhere. */
  public void showDebugger(long time) {
    debugger = time;
    redraw();
  }

  /** Where an item is, from the upper left corner of the control; for tests. Null if nowhere. */
  public Point place(Item item) {
    Viewport view = viewport();
    Rectangle2D place = view == null ? null : canvas.bounds(item, view);
    return place == null
        ? null
        : new Point((int) place.getCenterX(), (int) place.getCenterY() - top);
  }
}
