// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.timeline.Item.ItemKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds what was found: beside the message, operation or section that shows it, else in the lane of
 * what it is about, at its own time or at the end of its migration. What has neither a place nor a
 * time is not drawn.
 */
final class FindingItems {
  private final List<Mark> marks;
  private final boolean timed;
  private final LaneTable lanes;
  private final ItemList items;
  private final int[] ids;

  /** Messages and operations by the places that show them, the first of each. */
  private final Map<Place, Item> shown = new HashMap<>();

  /** Sections by file and the offset that they begin at. */
  private final Map<String, TreeMap<Long, Item>> sections = new HashMap<>();

  private record Place(String file, long at) {
    static Place of(Evidence evidence) {
      return new Place(evidence.file(), evidence.line() >= 0 ? evidence.line() : evidence.offset());
    }
  }

  FindingItems(List<Mark> marks, boolean timed, LaneTable lanes, ItemList items) {
    this.marks = marks;
    this.timed = timed;
    this.lanes = lanes;
    this.items = items;
    ids = new int[marks.size()];
    Arrays.fill(ids, -1);
  }

  /** Adds those whose moment messages, operations or their own times tell. */
  void addKnown() {
    if (marks.isEmpty()) {
      return;
    }
    for (Item item : items.all()) {
      if (item.kind() == ItemKind.OPERATION || item.kind() == ItemKind.MESSAGE) {
        for (Evidence evidence : item.evidence()) {
          if (evidence.neighbour() == null) {
            shown.putIfAbsent(Place.of(evidence), item);
          }
        }
      }
    }
    for (int i = 0; i < ids.length; i++) {
      Mark mark = marks.get(i);
      Item beside = beside(mark);
      if (beside != null) {
        add(i, laneBeside(beside), beside.begin(), beside.exact());
      } else if (timed && mark.timeNs() >= 0) {
        add(i, lane(mark), mark.timeNs(), true);
      }
    }
  }

  /**
   * Adds the others, once migrations and streams are known.
   *
   * @param ends when each migration ended, by its number
   * @param onlyFindings whether there is nothing else, so that their order is shown
   */
  void addRest(Map<Integer, Long> ends, boolean onlyFindings) {
    if (marks.isEmpty()) {
      return;
    }
    for (Item item : items.all()) {
      if (item.kind() == ItemKind.SECTION && !item.evidence().isEmpty()) {
        Evidence at = item.evidence().get(0);
        sections.computeIfAbsent(at.file(), f -> new TreeMap<>()).putIfAbsent(at.offset(), item);
      }
    }
    Long only = ends.size() == 1 ? ends.values().iterator().next() : null;
    for (int i = 0; i < ids.length; i++) {
      Mark mark = marks.get(i);
      if (ids[i] >= 0) {
        continue;
      }
      Item section = section(mark);
      Long end = mark.attempt() > 0 ? ends.get(mark.attempt()) : only;
      if (section != null) {
        add(i, section.lane(), section.end(), false);
      } else if (end != null) {
        add(i, lane(mark), end, false);
      } else if (onlyFindings && !timed) {
        add(i, lane(mark), i + 1, false);
      }
    }
  }

  /** How many are not drawn. */
  int left() {
    return (int) Arrays.stream(ids).filter(id -> id < 0).count();
  }

  /** Tells which follow from which. */
  void link() {
    for (int i = 0; i < ids.length; i++) {
      int cause = marks.get(i).cause();
      if (ids[i] >= 0 && cause >= 0 && ids[cause] >= 0) {
        items.within(ids[i], ids[cause]);
      }
    }
  }

  private @Nullable Item beside(Mark mark) {
    for (Evidence evidence : mark.evidence()) {
      Item item = shown.get(Place.of(evidence));
      if (item != null) {
        return item;
      }
    }
    return null;
  }

  /** A message is told from QEMU's end. */
  private int laneBeside(Item item) {
    boolean reply = item.kind() == ItemKind.MESSAGE && item.state() != ItemState.REQUEST;
    return reply && item.to() >= 0 ? item.to() : item.lane();
  }

  private @Nullable Item section(Mark mark) {
    for (Evidence evidence : mark.evidence()) {
      TreeMap<Long, Item> all = sections.get(evidence.file());
      Map.Entry<Long, Item> found =
          all == null || evidence.line() >= 0 ? null : all.floorEntry(evidence.offset());
      if (found != null) {
        return found.getValue();
      }
    }
    return null;
  }

  private int lane(Mark mark) {
    int about = lanes.about(mark.path(), mark.evidence().get(0).file());
    return about >= 0 ? about : lanes.ofFile(mark.evidence().get(0).file(), mark.backEnd());
  }

  private void add(int index, int lane, long at, boolean exact) {
    Mark mark = marks.get(index);
    ids[index] =
        items.add(
            ItemKind.FINDING,
            lane,
            -1,
            at,
            at,
            exact && timed,
            mark.name(),
            mark.failed() ? ItemState.FAILED : ItemState.WARNING,
            mark.text(),
            -1,
            -1,
            mark.evidence());
  }
}
