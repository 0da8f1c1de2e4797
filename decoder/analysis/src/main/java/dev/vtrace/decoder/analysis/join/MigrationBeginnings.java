// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Where the migrations of one process begin. */
public final class MigrationBeginnings {
  /**
   * The earliest of all later beginnings, so that not each is compared with each window.
   *
   * @param order of those that have a place in the log
   * @param unorderedNs of those that have none
   * @param ns of all
   */
  public record Next(int order, long unorderedNs, long ns) {
    static final Next NONE = new Next(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private static Next of(ReportedMigration reported) {
      boolean placed = reported.beginOrder >= 0;
      long ns = reported.beginNs >= 0 ? reported.beginNs : Long.MAX_VALUE;
      return new Next(
          placed ? reported.beginOrder : Integer.MAX_VALUE, placed ? Long.MAX_VALUE : ns, ns);
    }

    private Next and(Next other) {
      return new Next(
          Math.min(order, other.order),
          Math.min(unorderedNs, other.unorderedNs),
          Math.min(ns, other.ns));
    }

    /** Whether a window lies after one of these beginnings. */
    public boolean begun(WindowBuilder window) {
      return window.order >= 0
          ? window.order > order || window.beginNs >= unorderedNs
          : window.beginNs >= ns;
    }
  }

  private final List<ReportedMigration> byOrder;
  private final List<ReportedMigration> byTime;
  private final List<Next> afterOrder;
  private final List<Next> afterTime;

  public MigrationBeginnings(List<ReportedMigration> sides) {
    byOrder = sides.stream().filter(reported -> reported.beginOrder >= 0).sorted(ORDER).toList();
    byTime = sides.stream().sorted(TIME).toList();
    afterOrder = after(byOrder);
    afterTime = after(byTime);
  }

  private static final Comparator<ReportedMigration> ORDER =
      Comparator.comparingInt(reported -> reported.beginOrder);
  private static final Comparator<ReportedMigration> TIME =
      Comparator.comparingLong(reported -> reported.beginNs);

  private static List<Next> after(List<ReportedMigration> sorted) {
    List<Next> out = new ArrayList<>();
    Next next = Next.NONE;
    out.add(next);
    for (int i = sorted.size() - 1; i >= 0; i--) {
      next = next.and(Next.of(sorted.get(i)));
      out.add(next);
    }
    return out;
  }

  /** Where the next migration begins, whichever that is: by its place in the log or its time. */
  public Next after(ReportedMigration reported) {
    Next placed = afterOrder.get(later(byOrder, each -> each.beginOrder, reported.beginOrder));
    return placed.and(afterTime.get(later(byTime, each -> each.beginNs, reported.beginNs)));
  }

  /** How many are later. */
  private static int later(
      List<ReportedMigration> sorted, ToLongFunction<ReportedMigration> key, long than) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key.applyAsLong(sorted.get(middle)) <= than) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return sorted.size() - low;
  }
}
