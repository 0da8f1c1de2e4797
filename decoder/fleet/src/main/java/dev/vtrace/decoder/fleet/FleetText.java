// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.export.TextStream;
import dev.vtrace.decoder.fleet.FleetFigures.FoundKind;
import dev.vtrace.decoder.rules.RulePage;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a fleet for people. */
public final class FleetText {
  private static final int MOST_KINDS = 15;

  /** Columns of names, and of those where the screen is narrow. */
  private static final int NAME = 24;

  private static final int SHORT_NAME = 13;

  /** Columns of the figures, with the spaces before them. */
  private static final int FIGURES = 47;

  /** Where the title of a finding begins. */
  private static final int TITLE = NAME + 12;

  private final TextStream out;

  /** The format of a name. */
  private final String names;

  public FleetText(PrintStream out) {
    this.out = TextStream.of(out, false);
    int name = Math.max(SHORT_NAME, Math.min(NAME, this.out.width() - FIGURES));
    names = "%-" + name + "s";
  }

  /** Prints a fleet in about a screen. */
  public void print(FleetFigures fleet) {
    line(
        2,
        "%s, %,d not readable; %s%s",
        count(fleet.captures(), "capture"),
        fleet.failed(),
        count(fleet.migrations(), "migration"),
        counts(fleet.outcomes()));
    if (!fleet.transfers().isEmpty()) {
      line(2, "back-end handed over%s", counts(fleet.transfers()));
    }
    Distribution all = fleet.values(FleetFigures.downtime());
    if (all.size() > 0) {
      out.println();
      line(
          2,
          names + " %10s %11s %11s %11s",
          "downtime, ms",
          "migrations",
          "median",
          "p99",
          "largest");
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
    line(2, "%-24s %9s", "findings", "captures");
    for (FoundKind kind : kinds.subList(0, Math.min(MOST_KINDS, kinds.size()))) {
      line(
          TITLE,
          "%-7s %-16s %9d  %s",
          kind.code(),
          kind.severity(),
          kind.captures(),
          RulePage.title(kind.code()));
    }
    if (kinds.size() > MOST_KINDS) {
      line(2, "and %s", count(kinds.size() - MOST_KINDS, "more kind"));
    }
  }

  private void row(String name, Distribution values) {
    if (values.size() > 0) {
      line(
          2,
          names + " %10d %11s %11s %11s",
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

  /** A count with its noun. */
  static String count(int number, String noun) {
    return String.format(Locale.ROOT, "%,d %s", number, noun) + (number == 1 ? "" : "s");
  }

  private static String counts(Map<String, Integer> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (what, count) ->
            text.append(text.isEmpty() ? ": " : ", ")
                .append(String.format(Locale.ROOT, "%,d %s", count, what)));
    return text.toString();
  }

  private void line(int indent, String format, Object... values) {
    out.line(Plain.text(String.format(Locale.ROOT, format, values).stripTrailing()), indent);
  }
}
