// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.analysis.model.Migration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the time in which the guest did not run to the lanes of the processes that it was spent in.
 */
final class GuestDowntimeItems {
  private GuestDowntimeItems() {}

  static void add(Migration migration, LaneTable lanes, ItemList items) {
    for (Downtime downtime : migration.downtimes()) {
      Attempt attempt = migration.attempts().get(downtime.attempt() - 1);
      DowntimeSpan first = null;
      DowntimeSpan last = null;
      for (DowntimeSpan span : downtime.spans()) {
        boolean goesOn =
            first != null
                && first.part() == span.part()
                && first.participant().equals(span.participant())
                && first.device().equals(span.device());
        if (!goesOn) {
          item(attempt, first, last, lanes, items);
          first = span;
        }
        last = span;
      }
      item(attempt, first, last, lanes, items);
    }
  }

  /** The last part of a device's name tells most: what stands before it is a bus address. */
  private static String named(String part, String device) {
    return device.isEmpty() ? part : part + " " + device.substring(device.lastIndexOf('/') + 1);
  }

  /** One bar for what lies one after the other and is of one sort. */
  private static void item(
      Attempt attempt,
      @Nullable DowntimeSpan first,
      @Nullable DowntimeSpan last,
      LaneTable lanes,
      ItemList items) {
    if (first == null || last == null) {
      return;
    }
    String who = first.participant().isEmpty() ? attempt.source() : first.participant();
    String part = first.part().label();
    items.add(
        Item.ItemKind.DOWNTIME,
        Math.max(0, lanes.participant(who)),
        -1,
        first.beginNs(),
        last.endNs(),
        true,
        named(part, first.device()),
        ItemState.of(part),
        "the guest does not run" + (first.what().isEmpty() ? "" : ": " + first.what()),
        -1,
        -1,
        List.of());
  }
}
