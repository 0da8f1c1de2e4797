// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.RingInterval;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.vhostuser.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Makes a timeline of a run. */
final class TimelineBuilder {
  /** How much more than others the times of a migration matter. */
  private static final int MATTERS = 5;

  private final Migration migration;
  private final List<Mark> marks;
  private final LaneTable lanes;
  private final Placement placement;
  private final ItemList items = new ItemList();
  private final Map<String, Window> windowOf = new HashMap<>();
  private final Map<String, Integer> idOf = new HashMap<>();
  private final Map<WireMark, Integer> idOfMessage = new IdentityHashMap<>();

  TimelineBuilder(Migration migration, List<Mark> marks) {
    this.migration = migration;
    this.marks = marks;
    lanes = new LaneTable(migration);
    placement = new Placement(migration, marks);
  }

  Timeline build() {
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      for (Window window : windows) {
        windowOf.put(window.id(), window);
        window(window);
      }
    }
    for (WireMark message : migration.messages()) {
      message(message);
    }
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      for (Window window : windows) {
        operations(window);
      }
    }
    FindingItems findings = new FindingItems(marks, placement.timed(), lanes, items);
    findings.addKnown();
    long begin = items.begin();
    long end = items.end();
    if (placement.timed()) {
      for (RingInterval ring : migration.rings()) {
        ring(ring, begin, end);
      }
    } else {
      RingGuess.add(migration.windows(), placement, lanes, items, end);
    }
    Handovers handovers = new Handovers(migration, placement, lanes, items);
    for (Attempt attempt : migration.attempts()) {
      handovers.add(attempt, begin, end);
    }
    if (placement.timed()) {
      GuestDowntimeItems.add(migration, lanes, items);
    }
    findings.addRest(handovers.ends(), Timeline.empty(migration));
    findings.link();
    List<Item> sorted = items.sorted();
    return new Timeline(
        migration.name(),
        placement.timed(),
        items.begin(),
        items.end(),
        headline(handovers, findings.left()),
        lanes.lanes(),
        sorted,
        TimeScale.of(instants(sorted), MATTERS, placement.timed() ? stretches(sorted) : List.of()),
        migration.downtimes());
  }

  private void window(Window window) {
    int lane = lanes.of(window.participant(), window.device(), -1);
    int id =
        items.add(
            Item.ItemKind.WINDOW,
            lane,
            -1,
            placement.begin(window),
            placement.end(window),
            window.beginNs() >= 0,
            window.kind().label(),
            window.failed() ? ItemState.FAILED : ItemState.of(window.phase().label()),
            why(window),
            -1,
            -1,
            List.of());
    idOf.put(window.id(), id);
  }

  private List<String> headline(Handovers handovers, int left) {
    boolean only = migration.attempts().isEmpty() && Timeline.empty(migration) && !marks.isEmpty();
    List<String> out =
        only
            ? List.of("The evidence has findings only, but no start, stop or message")
            : TimelineSummary.of(migration, handovers);
    if (left == 0 || only) {
      return out;
    }
    List<String> all = new ArrayList<>(out);
    all.add(left + (left == 1 ? " finding is" : " findings are") + " not shown: no time is known");
    return all;
  }

  private String why(Window window) {
    String transfer =
        switch (migration.transfer(window)) {
          case TRANSFERRED -> "back-end transferred";
          case ATTEMPTED -> "transfer of the back-end attempted";
          case KEPT -> "back-end kept";
          case NONE -> "ordinary";
          case UNKNOWN -> "not known whether the back-end was transferred";
        };
    return window.why().isEmpty() ? transfer : transfer + ": " + window.why();
  }

  private void message(WireMark message) {
    Window window = windowOf.get(message.window());
    String participant = window == null ? message.participant() : window.participant();
    String device = window == null ? lanes.onlyDevice(participant) : window.device();
    int front = lanes.of(participant, device, message.queue());
    int back = lanes.backend(message.connection());
    boolean down = message.direction() != Direction.TO_FRONTEND;
    int from = front < 0 ? back : front;
    long at = placement.at(message);
    int id =
        items.add(
            Item.ItemKind.MESSAGE,
            down ? from : back,
            down ? back : from,
            at,
            at,
            message.timeNs() >= 0,
            message.request(),
            down ? ItemState.REQUEST : ItemState.REPLY,
            "",
            message.queue(),
            idOf.getOrDefault(message.window(), -1),
            List.of(message.evidence()));
    idOfMessage.put(message, id);
  }

  private void operations(Window window) {
    for (Operation operation : window.operations()) {
      WireMark message = placement.message(operation);
      int id =
          items.add(
              Item.ItemKind.OPERATION,
              lanes.of(window.participant(), window.device(), operation.queue()),
              -1,
              placement.at(operation),
              placement.at(operation),
              message != null && message.timeNs() >= 0,
              operation.name(),
              ItemState.of(operation.verdict().label()),
              operation.why(),
              operation.queue(),
              requireNonNull(idOf.get(window.id())),
              operation.evidence());
      if (message != null) {
        items.link(id, requireNonNull(idOfMessage.get(message)));
      }
    }
  }

  private void ring(RingInterval ring, long first, long last) {
    long begin = ring.beginNs() < 0 ? first : ring.beginNs();
    long end = ring.endNs() < 0 ? last : ring.endNs();
    items.add(
        Item.ItemKind.RING,
        lanes.of(ring.participant(), ring.device(), ring.queue()),
        -1,
        Math.max(first, begin),
        Math.max(begin, Math.min(end, last)),
        ring.beginNs() >= 0,
        "queue " + ring.queue(),
        ItemState.of(ring.state().label()),
        "",
        ring.queue(),
        -1,
        List.<Evidence>of());
  }

  /** Where time is not idle although no mark lies in it: a guest or a stream is on its way. */
  private static List<TimeScale.Stretch> stretches(List<Item> items) {
    List<TimeScale.Stretch> out = new ArrayList<>();
    for (Item item : items) {
      switch (item.kind()) {
        case HANDOVER -> out.add(new TimeScale.Stretch(item.begin(), item.end(), true));
        case ATTEMPT -> {
          if (item.exact()) {
            out.add(new TimeScale.Stretch(item.begin(), item.end(), false));
          }
        }
        case DOWNTIME -> out.add(new TimeScale.Stretch(item.begin(), item.end(), false));
        default -> {}
      }
    }
    return out;
  }

  /** The times that a picture has to show apart; those of migrations matter more. */
  private static NavigableMap<Long, Integer> instants(List<Item> items) {
    NavigableMap<Long, Integer> out = new TreeMap<>();
    for (Item item : items) {
      boolean drawn = item.state() != ItemState.NOT_DUE && item.kind() != Item.ItemKind.RING;
      // The picture is of what was done; where the time went without that, a table says.
      drawn &= item.kind() != Item.ItemKind.DOWNTIME && item.kind() != Item.ItemKind.SECTION;
      if (drawn && (item.exact() || item.kind() != Item.ItemKind.ATTEMPT)) {
        out.merge(item.begin(), 1, Integer::sum);
        out.merge(item.end(), 1, Integer::sum);
      }
    }
    for (Item item : items) {
      if (item.isBand()) {
        out.subMap(item.begin(), true, item.end(), true).replaceAll((k, v) -> v + MATTERS);
      }
    }
    return out;
  }
}
