// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.export.TextStream;
import dev.vtrace.decoder.fleet.FleetComparison.MetricChange;
import dev.vtrace.decoder.fleet.FleetFigures.FoundKind;
import dev.vtrace.decoder.rules.RulePage;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A comparison of two fleets for people. */
public final class FleetComparisonText {
  /** Columns of names. */
  private static final int NAME = 28;

  /** Columns before where a finding was seen, and before its title. */
  private static final int WHERE = 6;

  /** Where the change begins, below which it goes on. */
  private static final int CHANGE = NAME + 26;

  private final TextStream out;

  public FleetComparisonText(PrintStream out) {
    this.out = TextStream.of(out, false);
  }

  /** Prints a comparison. */
  public void print(FleetComparison comparison) {
    FleetFigures before = comparison.before();
    FleetFigures after = comparison.after();
    line(WHERE, "%-28s %11s %11s", "fleet", "A", "B");
    line(WHERE, "%-28s %,11d %,11d", "captures", before.captures(), after.captures());
    line(WHERE, "%-28s %,11d %,11d", "  not readable", before.failed(), after.failed());
    line(WHERE, "%-28s %,11d %,11d", "migrations", before.migrations(), after.migrations());
    for (String outcome : List.of("completed", "failed", "cancelled", "unknown")) {
      line(
          WHERE,
          "%-28s %10.2f%% %10.2f%%",
          "  " + outcome,
          before.share(outcome) * 100,
          after.share(outcome) * 100);
    }
    if (!comparison.metrics().isEmpty()) {
      out.println();
      line(2, "times in ms; change with its 95 %% interval, * where that excludes no change");
      line(WHERE, "%-28s %11s %11s  %s", "metric", "A", "B", "change");
      comparison.metrics().forEach(this::metric);
    }
    kinds("new in B, first seen", comparison.appeared(), true);
    kinds("gone in B, last seen", comparison.gone(), false);
  }

  private void metric(MetricChange change) {
    boolean none = change.before().quantile(1) == 0 && change.after().quantile(1) == 0;
    if (none) {
      return;
    }
    row(change.metric(), "median", change.median());
    row(change.metric(), "p99", change.p99());
  }

  private void row(FleetMetric metric, String statistic, QuantileChange change) {
    boolean time = metric.column().unit() == FleetColumn.ColumnUnit.NANOSECONDS;
    line(
        CHANGE,
        "%-28s %11s %11s  %s",
        metric.name() + " " + statistic,
        time ? FleetText.ms(change.before()) : String.format(Locale.ROOT, "%,d", change.before()),
        time ? FleetText.ms(change.after()) : String.format(Locale.ROOT, "%,d", change.after()),
        change(change));
  }

  /** {@code +12.0% (+8.1% to +15.9%) *}. */
  static String change(QuantileChange change) {
    if (Double.isNaN(change.ratio())) {
      return "from nothing";
    }
    String interval =
        Double.isNaN(change.low()) || Double.isNaN(change.high())
            ? ""
            : String.format(
                Locale.ROOT, " (%+.1f%% to %+.1f%%)", change.low() * 100, change.high() * 100);
    return String.format(Locale.ROOT, "%+.1f%%", change.ratio() * 100)
        + interval
        + (change.isCertain() ? " *" : "");
  }

  private void kinds(String title, List<FoundKind> kinds, boolean first) {
    if (kinds.isEmpty()) {
      return;
    }
    out.println();
    line(2, "%s", title);
    for (FoundKind kind : kinds) {
      long time = first ? kind.firstNs() : kind.lastNs();
      line(
          WHERE,
          "  %s  %-7s  %s  %s  %s",
          kind.code(),
          kind.severity(),
          FleetText.count(kind.captures(), "capture"),
          time < 0 ? "at an unknown time" : Instant.ofEpochSecond(time / 1_000_000_000).toString(),
          first ? kind.firstCapture() : kind.lastCapture());
      line(WHERE, "      %s", RulePage.title(kind.code()));
    }
  }

  private void line(int indent, String format, Object... values) {
    out.line(Plain.text(String.format(Locale.ROOT, format, values).stripTrailing()), indent);
  }
}
