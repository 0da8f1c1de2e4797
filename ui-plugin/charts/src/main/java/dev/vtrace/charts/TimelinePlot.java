// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Timeline;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.PlotState;

/** A timeline as a plot of JFreeChart, which gives it title, legend and margins. */
final class TimelinePlot extends Plot {
  private static final long serialVersionUID = 1;
  private static final double NAMES = 204;

  private final transient Timeline timeline;
  private final transient Rows rows;
  private transient List<Labels.Placed> placed = List.of();

  TimelinePlot(Timeline timeline) {
    this.timeline = timeline;
    rows = new Rows(timeline);
    setOutlineVisible(false);
    setBackgroundPaint(Palette.PAPER);
  }

  /** The height that it needs. */
  double height() {
    return AxisPainter.HEAD + rows.total() + AxisPainter.FOOT;
  }

  /** The labels of the last drawing. */
  List<Labels.Placed> labels() {
    return placed;
  }

  @Override
  public String getPlotType() {
    return "Timeline";
  }

  @Override
  public void draw(
      Graphics2D g, Rectangle2D area, Point2D anchor, PlotState parent, PlotRenderingInfo info) {
    double left = area.getX();
    Rectangle2D lanes =
        new Rectangle2D.Double(
            left + NAMES,
            area.getY() + AxisPainter.HEAD,
            area.getWidth() - NAMES - 12,
            rows.total());
    Labels labels = new Labels(g, area);
    PictureLayout layout = new PictureLayout(g, timeline, rows, lanes, labels);
    AxisPainter.background(layout);
    LanePainter.lanes(layout, left);
    LanePainter.names(layout, left);
    content(layout);
    placed = labels.placed();
  }

  /** What lies in the lanes and above them. */
  static void content(PictureLayout layout) {
    LanePainter.rings(layout);
    FlowPainter.attempts(layout);
    FlowPainter.handovers(layout);
    LanePainter.downtime(layout);
    LanePainter.sections(layout);
    AxisPainter.draw(layout);
    MarkPainter.windows(layout);
    FlowPainter.messages(layout);
    MarkPainter.operations(layout);
    FindingPainter.draw(layout);
  }

  @Override
  public LegendItemCollection getLegendItems() {
    LegendItemCollection out = new LegendItemCollection();
    for (Glyph glyph : Glyph.values()) {
      Shape shape = glyph.shape(0, 0, 4.5);
      boolean line = glyph == Glyph.FAILED;
      Color fill = glyph.filled ? glyph.colour : Palette.PAPER;
      out.add(item(glyph.verdict.label(), shape, line ? glyph.colour : fill, glyph.colour));
    }
    for (Map.Entry<ItemState, String> each : FindingPainter.LEGEND.entrySet()) {
      Color colour = FindingPainter.colour(each.getKey());
      out.add(item(each.getValue(), FindingPainter.flag(0, 0), colour, colour));
    }
    Rectangle2D bar = new Rectangle2D.Double(-11, -5, 22, 10);
    out.add(item("ring configured", bar, Palette.CONFIGURED, Palette.CONFIGURED));
    out.add(item("started", bar, Palette.STARTED, Palette.STARTED));
    out.add(item("enabled", bar, Palette.ENABLED, Palette.ENABLED));
    out.add(item("transferred", new Stripes(bar).shape(), Palette.TRANSFERRED, Palette.STRIPE));
    out.add(item("device states in the stream", bar, Palette.SECTION, Palette.SECTION));
    out.add(item("guest memory", bar, Palette.MEMORY, Palette.MEMORY));
    out.add(item("hand-over", bar, Palette.HANDOVER, Palette.HANDOVER_EDGE));
    Set<ItemState> parts = new LinkedHashSet<>();
    for (Item part : timeline.items(Item.ItemKind.DOWNTIME)) {
      if (parts.add(part.state())) {
        Color colour = Palette.ofPart(part.state());
        String label = (parts.size() == 1 ? "downtime: " : "") + part.state().label();
        out.add(item(label, bar, colour, colour));
      }
    }
    return out;
  }

  private static LegendItem item(String label, Shape shape, Color fill, Color edge) {
    LegendItem item = new LegendItem(label, null, null, null, shape, fill, Palette.BOLD, edge);
    item.setLabelFont(Palette.LABEL);
    item.setLabelPaint(Palette.INK);
    return item;
  }
}
