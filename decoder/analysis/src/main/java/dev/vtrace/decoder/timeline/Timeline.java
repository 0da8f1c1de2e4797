// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Migration;
import java.util.List;

/**
 * What happened when, in lanes; the same for text, JSON, picture and page. Immutable.
 *
 * @param name of the capture
 * @param timed whether the evidence has times; otherwise items have an order only
 * @param headline what the picture shows, in a few sentences
 * @param items those that begin earlier come first
 * @param downtimes where the time went in which the guest did not run, migration by migration
 */
public record Timeline(
    String name,
    boolean timed,
    long begin,
    long end,
    List<String> headline,
    List<Lane> lanes,
    List<Item> items,
    TimeScale scale,
    List<Downtime> downtimes) {
  public Timeline {
    headline = List.copyOf(headline);
    lanes = List.copyOf(lanes);
    items = List.copyOf(items);
    downtimes = List.copyOf(downtimes);
  }

  /** The timeline of a run. */
  public static Timeline of(Migration migration) {
    return of(migration, List.of());
  }

  /** The timeline of a run; marks are shown where no start, no stop and no message is. */
  public static Timeline of(Migration migration, List<Mark> marks) {
    return new TimelineBuilder(migration, empty(migration) ? marks : List.of()).build();
  }

  /** Whether nothing in a run has a place in the lanes of devices and back-ends. */
  public static boolean empty(Migration migration) {
    return migration.windows().isEmpty()
        && migration.around().isEmpty()
        && migration.messages().isEmpty();
  }

  /** Items of a kind. */
  public List<Item> items(Item.ItemKind kind) {
    return items.stream().filter(item -> item.kind() == kind).toList();
  }
}
