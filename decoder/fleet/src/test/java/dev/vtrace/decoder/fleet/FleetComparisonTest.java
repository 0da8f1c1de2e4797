// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two fleets differ in, and how certain that is. */
class FleetComparisonTest {
  @TempDir Path folder;

  private static FleetRow row(FleetTable table, Map<String, Object> known) {
    List<Object> values = new ArrayList<>();
    for (FleetColumn column : table.columns()) {
      values.add(known.get(column.name()));
    }
    return new FleetRow(table, values);
  }

  private static FleetRow migration(String capture, long begin, long downtime, boolean whole) {
    Map<String, Object> known = new HashMap<>();
    known.put("capture", capture);
    known.put("migration", 1L);
    known.put("begin_ns", begin);
    known.put("outcome", "completed");
    known.put("downtime_ns", downtime);
    known.put("downtime_whole", whole);
    return row(FleetTable.MIGRATIONS, known);
  }

  private static FleetRow finding(String capture, String code, String severity) {
    return row(
        FleetTable.FINDINGS,
        Map.of(
            "capture",
            capture,
            "migration",
            1L,
            "code",
            code,
            "severity",
            severity,
            "message",
            "found"));
  }

  private FleetFigures figures(String name, List<CaptureRows> captures) throws IOException {
    try (RowJournal journal = RowJournal.create(folder.resolve(name), "test")) {
      for (CaptureRows rows : captures) {
        journal.add(rows, "");
      }
      return FleetFigures.of(journal);
    }
  }

  /** A fleet whose downtimes are spread around a middle. */
  private FleetFigures fleet(String name, int size, double factor, String code) throws IOException {
    Random random = new Random(name.hashCode());
    List<CaptureRows> captures = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long downtime = Math.round(10e6 * Math.exp(random.nextGaussian() * 0.3) * factor);
      List<FleetRow> rows = new ArrayList<>();
      rows.add(migration("c" + i, 1000L + i, downtime, true));
      if (i >= size / 2) {
        rows.add(finding("c" + i, code, "error"));
      }
      captures.add(new CaptureRows("c" + i, true, rows));
    }
    return figures(name, captures);
  }

  private static FleetGate.GateResult test(String gate, FleetComparison comparison) {
    return FleetGate.parse(gate).test(comparison);
  }

  @Test
  void growthThatIsThereFailsAndChanceDoesNot() throws IOException {
    FleetFigures before = fleet("before", 2_000, 1, "VT3401");
    FleetComparison slower = FleetComparison.of(before, fleet("slower", 2_000, 1.25, "VT3401"));
    QuantileChange median = slower.change(FleetFigures.downtime()).median();
    assertThat(median.low()).isGreaterThan(0.2).isLessThan(median.ratio());
    assertThat(median.high()).isLessThan(0.3).isGreaterThan(median.ratio());
    assertThat(test("downtime.median>+10%", slower).failed()).isTrue();
    assertThat(test("downtime.p99>+10%", slower).failed()).isTrue();
    assertThat(test("downtime.median>+40%", slower).failed()).isFalse();
    FleetComparison same = FleetComparison.of(before, fleet("same", 2_000, 1, "VT3401"));
    assertThat(test("downtime.median>+5%", same).failed()).isFalse();
    FleetComparison few =
        FleetComparison.of(fleet("few", 8, 1, "VT3401"), fleet("other", 8, 1.3, "VT3401"));
    FleetGate.GateResult chance = test("downtime.p99>+5%", few);
    assertThat(
            chance.failed()
                || chance.why().endsWith("that may be chance")
                || few.change(FleetFigures.downtime()).p99().ratio() <= 0.05)
        .isTrue();
  }

  @Test
  void intervalsOfDrawnRanksAreThoseOfResampling() throws IOException {
    Random random = new Random(3);
    long[] first = random.longs(300, 0, 1_000_000).toArray();
    long[] second = random.longs(400, 0, 1_300_000).toArray();
    QuantileChange change = QuantileChange.of(Distribution.of(first), Distribution.of(second), 0.5);
    double[] ratios = new double[4_000];
    for (int i = 0; i < ratios.length; i++) {
      long a = Distribution.of(resampled(first, random)).quantile(0.5);
      long b = Distribution.of(resampled(second, random)).quantile(0.5);
      ratios[i] = (double) (b - a) / a;
    }
    Arrays.sort(ratios);
    double width = ratios[3_899] - ratios[100];
    assertThat(Math.abs(change.low() - ratios[100])).isLessThan(width * 0.12);
    assertThat(Math.abs(change.high() - ratios[3_899])).isLessThan(width * 0.12);
  }

  private static long[] resampled(long[] values, Random random) {
    return random.ints(values.length, 0, values.length).mapToLong(i -> values[i]).toArray();
  }

  @Test
  void quantilesAreValuesOfTheSample() {
    Distribution values = Distribution.of(new long[] {5, 1, 4, 2, 3});
    assertThat(values.quantile(0)).isEqualTo(1);
    assertThat(values.quantile(0.5)).isEqualTo(3);
    assertThat(values.quantile(0.8)).isEqualTo(4);
    assertThat(values.quantile(1)).isEqualTo(5);
  }

  @Test
  void lowerBoundsAreNotMeasured() throws IOException {
    FleetFigures figures =
        figures(
            "bounds",
            List.of(
                new CaptureRows("a", false, List.of(migration("a", 1, 10, true))),
                new CaptureRows("b", false, List.of(migration("b", 2, 99, false)))));
    assertThat(figures.values(FleetFigures.downtime()).size()).isEqualTo(1);
    assertThat(figures.migrations()).isEqualTo(2);
  }

  @Test
  void newAndGoneFindingsSaySinceWhen() throws IOException {
    FleetComparison comparison =
        FleetComparison.of(fleet("x", 10, 1, "VT3401"), fleet("y", 10, 1, "VT3402"));
    assertThat(comparison.appeared()).hasSize(1);
    assertThat(comparison.appeared().get(0).code()).isEqualTo("VT3402");
    assertThat(comparison.appeared().get(0).firstNs()).isEqualTo(1005);
    assertThat(comparison.appeared().get(0).firstCapture()).isEqualTo("c5");
    assertThat(comparison.gone().get(0).lastNs()).isEqualTo(1009);
    assertThat(test("new-errors", comparison).failed()).isTrue();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new FleetComparisonText(new PrintStream(out, false, StandardCharsets.UTF_8)).print(comparison);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("new in B, first seen", "VT3402  error", "c5", "gone in B, last seen");
  }

  @Test
  void conditionsAreCheckedWhenTheyAreGiven() {
    assertThat(FleetGate.parse("downtime_stop.p95>+2.5%").limit()).isEqualTo(0.025);
    assertThat(FleetGate.parse("failed>+1%").outcome()).isEqualTo("failed");
    for (String wrong :
        List.of("downtime>+1%", "downtime.p98>+1%", "nothing.p99>+1%", "downtime.p99>10%", "")) {
      assertThatThrownBy(() -> FleetGate.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
