// SPDX-License-Identifier: Apache-2.0
import java.awt.Color;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Draws time and memory by size of the input, all of them on logarithmic axes: what grows as its input does is a
 * straight line of the same slope everywhere.
 *
 * <p>usage: java -cp vtrace.jar Curves.java POINTS PICTURE; a point is a line of name, size, seconds and MiB, with
 * tabs between them.
 */
public final class Curves {
  private Curves() {}

  public static void main(String[] args) throws IOException {
    Map<String, XYSeries> times = new LinkedHashMap<>();
    Map<String, XYSeries> memory = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] point = line.split("\t");
      double size = Double.parseDouble(point[1]);
      times.computeIfAbsent(point[0], XYSeries::new).add(size, Double.parseDouble(point[2]));
      memory.computeIfAbsent(point[0], XYSeries::new).add(size, Double.parseDouble(point[3]));
    }
    LogAxis sizes = new LogAxis("lines, records, messages or migrations");
    CombinedDomainXYPlot both = new CombinedDomainXYPlot(sizes);
    both.add(plot(times, "processor time, s", true));
    both.add(plot(memory, "memory, MiB", false));
    JFreeChart chart = new JFreeChart("Time and memory by size", both);
    chart.setBackgroundPaint(Color.WHITE);
    ChartUtils.saveChartAsPNG(new File(args[1]), chart, 1100, 900);
  }

  private static XYPlot plot(Map<String, XYSeries> series, String title, boolean legend) {
    XYSeriesCollection data = new XYSeriesCollection();
    series.values().forEach(data::addSeries);
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    for (int i = 0; i < data.getSeriesCount(); i++) {
      renderer.setSeriesVisibleInLegend(i, legend);
      renderer.setSeriesPaint(i, Color.getHSBColor(i / (float) data.getSeriesCount(), 0.9f, 0.7f));
    }
    return new XYPlot(data, null, new LogAxis(title), renderer);
  }
}
