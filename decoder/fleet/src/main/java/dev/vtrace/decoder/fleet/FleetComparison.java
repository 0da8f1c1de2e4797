// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.fleet.FleetFigures.FoundKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two fleets differ in. Immutable.
 *
 * @param before the figures of the first
 * @param after the figures of the second
 * @param metrics those that both have values of
 * @param appeared kinds of findings that only the second has
 * @param gone kinds of findings that only the first has
 */
public record FleetComparison(
    FleetFigures before,
    FleetFigures after,
    List<MetricChange> metrics,
    List<FoundKind> appeared,
    List<FoundKind> gone) {
  /** Half of the values are smaller. */
  static final double MEDIAN = 0.5;

  static final double P99 = 0.99;

  public FleetComparison {
    metrics = List.copyOf(metrics);
    appeared = List.copyOf(appeared);
    gone = List.copyOf(gone);
  }

  /** How a metric has changed. */
  public record MetricChange(
      FleetMetric metric,
      Distribution before,
      Distribution after,
      QuantileChange median,
      QuantileChange p99) {}

  /** Compares two fleets. */
  public static FleetComparison of(FleetFigures before, FleetFigures after) {
    List<MetricChange> metrics = new ArrayList<>();
    for (FleetMetric metric : FleetMetric.all()) {
      Distribution first = before.values(metric);
      Distribution second = after.values(metric);
      if (first.size() > 0 && second.size() > 0) {
        metrics.add(
            new MetricChange(
                metric,
                first,
                second,
                QuantileChange.of(first, second, MEDIAN),
                QuantileChange.of(first, second, P99)));
      }
    }
    return new FleetComparison(
        before, after, metrics, without(after, before), without(before, after));
  }

  private static List<FoundKind> without(FleetFigures fleet, FleetFigures other) {
    return fleet.kinds().stream().filter(kind -> other.kind(kind.code()) == null).toList();
  }

  /** The change of a metric, or null where one of the fleets has no values. */
  @Nullable MetricChange change(FleetMetric metric) {
    return metrics.stream().filter(each -> each.metric().equals(metric)).findFirst().orElse(null);
  }
}
