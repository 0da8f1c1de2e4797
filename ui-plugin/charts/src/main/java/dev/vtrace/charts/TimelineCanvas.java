// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Segment;
import dev.vtrace.decoder.timeline.TimeScale;
import dev.vtrace.decoder.timeline.Timeline;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Draws a part of a timeline for a view that can be zoomed, with the lanes, colours and marks of
 * {@link TimelineChart}, and tells what is where in it. May be used by any thread.
 */
public final class TimelineCanvas {
  /** Where the names of lanes end, in pixels from the left. */
  public static final int NAMES = 204;

  private static final int MARGIN = 12;
  private static final double NEAR = 6;

  private final Timeline timeline;
  private final Rows rows;

  /**
   * What is visible.
   *
   * @param width of the picture, in pixels, with the names of lanes
   * @param from the left edge, as a part of the whole picture: 0 is its left edge
   * @param to the right edge: 1 is that of the whole picture
   */
  public record Viewport(int width, double from, double to) {
    public Viewport {
      if (width <= NAMES + MARGIN || !(from < to)) {
        throw new IllegalArgumentException(
            "nothing is visible: " + width + ", " + from + ", " + to);
      }
    }

    double lanesWidth() {
      return width - NAMES - MARGIN;
    }

    /** A part of the whole picture as pixels from the left. */
    public double x(double part) {
      return NAMES + (part - from) / (to - from) * lanesWidth();
    }

    /** What part of the whole picture is so many pixels from the left. */
    public double part(double x) {
      return from + (x - NAMES) / lanesWidth() * (to - from);
    }
  }

  /** Prepares the pictures of a timeline. */
  public TimelineCanvas(Timeline timeline) {
    this.timeline = timeline;
    rows = new Rows(timeline);
  }

  /** The height of all pictures, in pixels. */
  public int height() {
    return (int) Math.ceil(AxisPainter.HEAD + rows.total() + AxisPainter.FOOT);
  }

  /** Draws what is visible. */
  public BufferedImage draw(Viewport view) {
    BufferedImage image = new BufferedImage(view.width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      draw(g, view);
    } finally {
      g.dispose();
    }
    return image;
  }

  private void draw(Graphics2D g, Viewport view) {
    Rectangle whole = new Rectangle(0, 0, view.width(), height());
    g.setPaint(Palette.PAPER);
    g.fill(whole);
    Rectangle2D lanes = lanes(view);
    Timeline visible = visible(view);
    PictureLayout names = new PictureLayout(g, visible, rows, lanes, new Labels(g, whole));
    Rectangle2D right = new Rectangle2D.Double(NAMES - 6, 0, view.width() - NAMES + 6, height());
    Shape all = g.getClip();
    g.clip(right);
    AxisPainter.background(names);
    g.setClip(all);
    LanePainter.lanes(names, 0);
    LanePainter.names(names, 0);
    g.clip(right);
    TimelinePlot.content(new PictureLayout(g, visible, rows, lanes, new Labels(g, right)));
  }

  private Rectangle2D lanes(Viewport view) {
    return new Rectangle2D.Double(NAMES, AxisPainter.HEAD, view.lanesWidth(), rows.total());
  }

  /** What touches the visible part, on a scale on which that part is everything. */
  private Timeline visible(Viewport view) {
    BitSet windows = new BitSet();
    for (Item item : timeline.items(Item.ItemKind.WINDOW)) {
      if (touches(item, view)) {
        windows.set(item.id());
      }
    }
    List<Item> items = new ArrayList<>();
    for (Item item : timeline.items()) {
      // The name of a window counts all its operations, also those that are outside.
      boolean counted = item.kind() == Item.ItemKind.OPERATION && item.within() >= 0;
      if (touches(item, view) || counted && windows.get(item.within())) {
        items.add(item);
      }
    }
    double length = view.to() - view.from();
    List<Segment> segments = new ArrayList<>();
    for (Segment each : timeline.scale().segments()) {
      double from = (each.from() - view.from()) / length;
      segments.add(new Segment(each.begin(), each.end(), from, (each.to() - view.from()) / length));
    }
    return new Timeline(
        timeline.name(),
        timeline.timed(),
        timeline.begin(),
        timeline.end(),
        timeline.headline(),
        timeline.lanes(),
        items,
        new TimeScale(segments),
        timeline.downtimes());
  }

  private boolean touches(Item item, Viewport view) {
    double margin = (view.to() - view.from()) / 50;
    TimeScale scale = timeline.scale();
    return scale.at(item.end()) >= view.from() - margin
        && scale.at(item.begin()) <= view.to() + margin;
  }

  private double middle(int lane) {
    return AxisPainter.HEAD + PictureLayout.middle(rows, timeline.lanes().get(lane));
  }

  /** Where an item is drawn, in pixels; null if it has no place in the lanes. */
  public @Nullable Rectangle2D bounds(Item item, Viewport view) {
    if (item.lane() < 0 || item.lane() >= timeline.lanes().size()) {
      return null;
    }
    double from = view.x(timeline.scale().at(item.begin()));
    double to = view.x(timeline.scale().at(item.end()));
    double top = AxisPainter.HEAD + rows.top(item.lane());
    double bottom = AxisPainter.HEAD + rows.bottom(item.lane());
    return switch (item.kind()) {
      case OPERATION, FINDING -> {
        double y = middle(item.lane());
        yield new Rectangle2D.Double(from - NEAR, y - NEAR, 2 * NEAR, 2 * NEAR);
      }
      case MESSAGE -> {
        double a = middle(item.lane());
        double b = item.to() < 0 ? a : middle(item.to());
        yield new Rectangle2D.Double(from - 2, Math.min(a, b), 4, Math.max(4, Math.abs(a - b)));
      }
      case ATTEMPT -> new Rectangle2D.Double(from, 18, Math.max(8, to - from), 18);
      case HANDOVER -> new Rectangle2D.Double(from, 38, Math.max(3, to - from), 18);
      case WINDOW ->
          new Rectangle2D.Double(from - 4, top + 3, Math.max(8, to - from + 8), bottom - top - 6);
      case RING, SECTION, DOWNTIME ->
          new Rectangle2D.Double(from, top + 3, Math.max(2, to - from), bottom - top - 6);
    };
  }

  /** The item at a place, the smallest one where several are; null where there is none. */
  public @Nullable Item at(double x, double y, Viewport view) {
    @Nullable Item found = null;
    double best = Double.MAX_VALUE;
    for (Item item : timeline.items()) {
      Rectangle2D place = bounds(item, view);
      if (place == null || !place.contains(x, y)) {
        continue;
      }
      boolean mark = item.kind() == Item.ItemKind.OPERATION || item.kind() == Item.ItemKind.FINDING;
      double size = mark ? Math.abs(place.getCenterX() - x) / 100 : 1 + place.getWidth();
      if (size < best) {
        best = size;
        found = item;
      }
    }
    return found;
  }

  /** The time at a place; none in a timeline without times or between two segments. */
  public OptionalLong timeAt(double x, Viewport view) {
    double part = view.part(x);
    for (Segment each : timeline.scale().segments()) {
      if (timeline.timed() && part >= each.from() && part <= each.to()) {
        double within = (part - each.from()) / Math.max(1e-12, each.to() - each.from());
        return OptionalLong.of(each.begin() + Math.round(within * (each.end() - each.begin())));
      }
    }
    return OptionalLong.empty();
  }
}
