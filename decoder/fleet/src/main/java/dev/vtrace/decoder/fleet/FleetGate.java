// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition under which a comparison fails:
 *
 * <ul>
 *   <li>{@code METRIC.STATISTIC>+N%}: a statistic (median, p90, p95, p99, max) has grown by more;
 *   <li>{@code OUTCOME>+N%}: the share of failed, cancelled or unknown migrations has grown by more
 *       percentage points;
 *   <li>{@code new-errors}: an error is found that was not found before.
 * </ul>
 *
 * @param text as it was given
 * @param metric null for a share of outcomes and for errors
 * @param share which quantile of the metric
 * @param outcome empty where it is none of outcomes
 * @param limit 0.1 for 10 %
 */
public record FleetGate(
    String text, @Nullable FleetMetric metric, double share, String outcome, double limit) {
  private static final String ERRORS = "new-errors";
  private static final List<String> OUTCOMES = List.of("failed", "cancelled", "unknown");
  private static final Pattern LIMIT =
      Pattern.compile(
          "^([a-z_]++)(?:\\.(median|p90|p95|p99|max))?>\\+([0-9]{1,6}+(?:\\.[0-9]{1,6}+)?)%");

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static FleetGate parse(String text) {
    if (text.equals(ERRORS)) {
      return new FleetGate(text, null, 0, "", 0);
    }
    Matcher matcher = LIMIT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not of the form downtime.p99>+10%, failed>+1% or " + ERRORS);
    }
    String name = matcher.group(1);
    String statistic = matcher.group(2);
    double limit = Double.parseDouble(matcher.group(3)) / 100;
    if (statistic == null) {
      if (!OUTCOMES.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' is not one of " + joined(OUTCOMES));
      }
      return new FleetGate(text, null, 0, name, limit);
    }
    FleetMetric metric = FleetMetric.of(name);
    if (metric == null) {
      List<String> names = new ArrayList<>();
      FleetMetric.all().forEach(each -> names.add(each.name()));
      throw new IllegalArgumentException("'" + name + "' is not one of " + joined(names));
    }
    double share =
        switch (statistic) {
          case "median" -> FleetComparison.MEDIAN;
          case "max" -> 1;
          default -> Double.parseDouble(statistic.substring(1)) / 100;
        };
    return new FleetGate(text, metric, share, "", limit);
  }

  private static String joined(List<String> list) {
    return String.join(", ", list);
  }

  /**
   * What became of a condition.
   *
   * @param failed whether it holds
   * @param why one sentence
   */
  public record GateResult(boolean failed, String why) {}

  /** Whether the condition holds; growth that may be chance does not count. */
  public GateResult test(FleetComparison comparison) {
    if (metric != null) {
      return quantile(comparison, metric);
    }
    if (text.equals(ERRORS)) {
      long errors = comparison.appeared().stream().filter(kind -> kind.isError()).count();
      return new GateResult(errors > 0, errors + " kinds of errors are new");
    }
    double growth = comparison.after().share(outcome) - comparison.before().share(outcome);
    return new GateResult(
        growth > limit, String.format(Locale.ROOT, "%+.2f percentage points", growth * 100));
  }

  private GateResult quantile(FleetComparison comparison, FleetMetric of) {
    Distribution first = comparison.before().values(of);
    Distribution second = comparison.after().values(of);
    if (first.size() == 0 || second.size() == 0) {
      return new GateResult(true, "one of the fleets has no values");
    }
    QuantileChange change = QuantileChange.of(first, second, share);
    boolean more = change.ratio() > limit || Double.isNaN(change.ratio());
    String why = FleetComparisonText.change(change);
    return more && !change.isCertain()
        ? new GateResult(false, why + "; that may be chance")
        : new GateResult(more, why);
  }
}
