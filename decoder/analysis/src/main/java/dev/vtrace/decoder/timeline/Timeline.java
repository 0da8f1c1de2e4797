// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.rules.CheckResult;
import java.util.ArrayList;
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

  /** The timeline of a run, with what was found in it. */
  public static Timeline of(Migration migration, CheckResult check) {
    return of(migration, Mark.of(check));
  }

  /** The timeline of a run, with marks. */
  public static Timeline of(Migration migration, List<Mark> marks) {
    return new TimelineBuilder(migration, marks).build();
  }

  /**
   * The lanes that a band lies on: those of its two processes, and that of the stream to the second
   * one. Other processes that stand between them have no part in it.
   */
  public List<Lane> lanesOf(Item band) {
    List<Lane> out = new ArrayList<>();
    if (band.lane() < 0 || band.lane() >= lanes.size()) {
      return out;
    }
    int other = band.to() < 0 || band.to() >= lanes.size() ? band.lane() : band.to();
    String from = lanes.get(band.lane()).participant();
    String to = lanes.get(other).participant();
    for (Lane lane : lanes) {
      boolean stream =
          lane.kind() == Lane.LaneKind.STREAM
              && lane.index() + 1 < lanes.size()
              && lanes.get(lane.index() + 1).participant().equals(to);
      boolean own = lane.participant().equals(from) || lane.participant().equals(to);
      if (lane.kind() == Lane.LaneKind.STREAM ? stream : own) {
        out.add(lane);
      }
    }
    return out;
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
