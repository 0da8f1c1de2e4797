// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.fleet.FleetFigures.FoundKind;
import dev.vtrace.decoder.rules.RulePage;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a fleet for people. */
public final class FleetText {
  private static final int MOST_KINDS = 15;

  private final PrintStream out;

  public FleetText(PrintStream out) {
    this.out = out;
  }

  /** Prints a fleet in about a screen. */
  public void print(FleetFigures fleet) {
    line(
        "%,d captures, %,d not readable; %,d migrations%s",
        fleet.captures(), fleet.failed(), fleet.migrations(), counts(fleet.outcomes()));
    if (!fleet.transfers().isEmpty()) {
      line("back-end handed over%s", counts(fleet.transfers()));
    }
    Distribution all = fleet.values(FleetFigures.downtime());
    if (all.size() > 0) {
      out.println();
      line("%-24s %9s %11s %11s %11s", "downtime, ms", "migrations", "median", "p99", "largest");
      for (FleetMetric metric : FleetMetric.all()) {
        if (metric.name().startsWith("downtime")) {
          row(metric.name().replace("downtime_", "  "), fleet.values(metric));
        }
      }
      fleet.versions().forEach((version, values) -> row("QEMU " + version, values));
      fleet
          .queues()
          .forEach((count, values) -> row(count + (count == 1 ? " queue" : " queues"), values));
    }
    kinds(fleet.kinds());
  }

  private void kinds(List<FoundKind> kinds) {
    if (kinds.isEmpty()) {
      return;
    }
    out.println();
    line("%-24s %9s  %s", "findings", "captures", "");
    for (FoundKind kind : kinds.subList(0, Math.min(MOST_KINDS, kinds.size()))) {
      line(
          "%-7s %-16s %9d  %s",
          kind.code(), kind.severity(), kind.captures(), RulePage.title(kind.code()));
    }
    if (kinds.size() > MOST_KINDS) {
      line("and %d more kinds", kinds.size() - MOST_KINDS);
    }
  }

  private void row(String name, Distribution values) {
    if (values.size() > 0) {
      line(
          "%-24s %9d %11s %11s %11s",
          name,
          values.size(),
          ms(values.quantile(0.5)),
          ms(values.quantile(0.99)),
          ms(values.quantile(1)));
    }
  }

  /** A time in milliseconds. */
  static String ms(long ns) {
    return String.format(Locale.ROOT, "%,.3f", ns / 1e6);
  }

  private static String counts(Map<String, Integer> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (what, count) ->
            text.append(text.isEmpty() ? ": " : ", ")
                .append(String.format(Locale.ROOT, "%,d %s", count, what)));
    return text.toString();
  }

  private void line(String format, Object... values) {
    out.println(Plain.text(String.format(Locale.ROOT, format, values).stripTrailing()));
  }
}
