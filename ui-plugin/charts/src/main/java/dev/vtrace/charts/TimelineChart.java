// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.timeline.Timeline;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * A timeline as a picture. Equal timelines give equal bytes.
 *
 * <p>Example: {@code new TimelineChart(Timeline.of(migration)).writePng(out)}.
 */
public final class TimelineChart {
  private static final int WIDTH = 1600;
  private static final int MARGIN = 14;

  private final TimelinePlot plot;
  private final JFreeChart chart;
  private final int height;

  static {
    // A picture is made without a screen, also where there is one.
    System.setProperty("java.awt.headless", "true");
  }

  /** Prepares a picture. */
  public TimelineChart(Timeline timeline) {
    plot = new TimelinePlot(timeline);
    chart = new JFreeChart(title(timeline), Palette.TITLE, plot, false);
    chart.setBackgroundPaint(Palette.PAPER);
    chart.setPadding(new RectangleInsets(MARGIN, MARGIN, MARGIN, MARGIN));
    chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
    chart.getTitle().setPaint(Palette.INK);
    List<String> sentences = sentences(timeline);
    for (String sentence : sentences) {
      TextTitle subtitle = new TextTitle(sentence, Palette.SUBTITLE);
      subtitle.setHorizontalAlignment(HorizontalAlignment.LEFT);
      subtitle.setPaint(Palette.INK);
      chart.addSubtitle(subtitle);
    }
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setFrame(BlockBorder.NONE);
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    chart.addSubtitle(legend);
    height = (int) Math.ceil(plot.height()) + 92 + 22 * sentences.size();
  }

  /** The headline, and when it was: times in the picture count from there. */
  private static List<String> sentences(Timeline timeline) {
    List<String> out = new ArrayList<>(timeline.headline());
    if (timeline.timed() && !timeline.items().isEmpty()) {
      long length = timeline.end() - timeline.begin();
      out.add("from " + TimeWords.date(timeline.begin()) + " for " + TimeWords.duration(length));
    }
    return out;
  }

  private static String title(Timeline timeline) {
    String name = timeline.name().isEmpty() ? "Migration" : timeline.name();
    return timeline.timed() ? name : name + " (no times in the evidence: only the order is shown)";
  }

  /** The labels of the last drawing, for tests. */
  TimelinePlot plot() {
    return plot;
  }

  /** Writes it as PNG. */
  public void writePng(OutputStream out) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    draw(g);
    g.dispose();
    ChartUtils.writeBufferedImageAsPNG(out, image, false, 9);
  }

  /** Writes it as SVG. */
  public void writeSvg(OutputStream out) throws IOException {
    SvgGraphics g = new SvgGraphics(WIDTH, height);
    draw(g);
    out.write(g.document().getBytes(StandardCharsets.UTF_8));
  }

  private void draw(Graphics2D g) throws IOException {
    FontCheck.require();
    chart.draw(g, new Rectangle2D.Double(0, 0, WIDTH, height));
  }
}
