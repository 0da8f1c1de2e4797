// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.Migration;
import dev.vtrace.decoder.analysis.Operation;
import dev.vtrace.decoder.analysis.Verdict;
import dev.vtrace.decoder.analysis.Window;
import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the events and messages of windows their operations, and makes a step of each operation
 * that was left out, at the place where it would have been. The order within a start and a stop:
 * QEMU's vhost_dev_start and vhost_dev_stop as traced in ordinary migrations of 10.2.2.
 */
final class OperationSteps {
  private final Map<String, Lane> lanes;

  /** Events by file and line. */
  private final Map<String, Draft> events = new HashMap<>();

  private final Map<String, Draft> messages = new HashMap<>();
  private final Map<Lane, Map<Draft, WindowPlace>> places = new HashMap<>();

  /**
   * @param lanes those of QEMUs by the name of the process
   * @param wires those of connections
   */
  OperationSteps(Map<String, Lane> lanes, List<Lane> wires) {
    this.lanes = lanes;
    for (Lane lane : lanes.values()) {
      lane.drafts.forEach(draft -> events.put(draft.evidence.place(), draft));
      places.put(lane, WindowPlace.all(lane));
    }
    for (Lane lane : wires) {
      lane.drafts.forEach(draft -> messages.put(draft.evidence.place(), draft));
    }
  }

  void add(Migration migration) {
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      for (Window window : windows) {
        Lane lane = lanes.get(window.participant());
        if (lane != null) {
          add(window, lane);
        }
      }
    }
    lanes.values().forEach(Lane::unfold);
  }

  private void add(Window window, Lane lane) {
    WindowPlace place = WindowPlace.find(window, events, places.get(lane));
    for (Operation operation : window.operations()) {
      Draft shown = happened(operation.verdict()) ? attach(window, operation) : null;
      boolean absent = operation.verdict() != Verdict.NOT_DUE && shown == null;
      boolean untold = operation.verdict() == Verdict.EXECUTED && place != null;
      if (absent && !untold) {
        Draft draft = absence(window, operation);
        if (place == null) {
          loose(draft, window, lane);
        } else {
          put(draft, operation, place);
        }
      }
    }
    if (place != null) {
      place.mark(window);
    }
  }

  private static boolean happened(Verdict verdict) {
    return verdict == Verdict.EXECUTED || verdict == Verdict.FAILED || verdict == Verdict.VIOLATION;
  }

  /** The event that shows the operation on the track of its QEMU, or null if there is none. */
  private Draft attach(Window window, Operation operation) {
    Draft shown = null;
    for (Evidence evidence : operation.evidence()) {
      Draft event = events.get(evidence.place());
      if (event != null && event.is(Event.MESSAGE_SENT) && shown == null) {
        event.is(window, operation, true);
        shown = event;
      }
      Draft message = messages.get(evidence.place());
      if (message != null && message.operation == null && message.name.equals(operation.name())) {
        message.is(window, operation, false);
      }
    }
    return shown;
  }

  private static Draft absence(Window window, Operation operation) {
    Evidence first = null;
    for (Evidence evidence : operation.evidence()) {
      first = first == null ? evidence : first;
    }
    String queue = operation.queue() < 0 ? "" : " q" + operation.queue();
    String text = operation.name() + queue + "  " + operation.verdict().label();
    Draft draft =
        new Draft(
            first == null ? new Evidence("", -1, 0, "") : first,
            new Detail.Absence(),
            operation.name(),
            text,
            -1);
    draft.is(window, operation, true);
    return draft;
  }

  private static void put(Draft draft, Operation operation, WindowPlace place) {
    boolean start = place.start();
    Draft queue = place.queues.get(operation.queue());
    Effect effect = Effect.of(Request.named(operation.name()));
    // Rings that are set up are entered one by one, before or after all are switched.
    if (effect.toSetUpRings() && queue != null) {
      behind(draft, queue);
    } else if (operation.step() == Operation.Step.DEVICE) {
      if (start) {
        before(draft, place.begin, place.begin.frame.parent());
      } else {
        behind(draft, place.end);
      }
    } else if (start == (effect == Effect.RING_ENABLE)) {
      if (place.ended) {
        before(draft, place.end, place.begin.frame);
      } else {
        behind(draft, place.end);
      }
    } else {
      behind(draft, place.begin);
    }
  }

  private static void behind(Draft draft, Draft anchor) {
    draft.timeNs = anchor.timeNs;
    draft.frame = anchor.frame;
    anchor.behind.add(draft);
  }

  private static void before(Draft draft, Draft anchor, Frame frame) {
    draft.timeNs = anchor.timeNs;
    draft.frame = frame;
    anchor.before.add(draft);
  }

  /** No trace tells of the window: it gets frames of its own. */
  private void loose(Draft draft, Window window, Lane lane) {
    long time = window.beginNs();
    for (Evidence evidence : draft.operation.evidence()) {
      Draft message = messages.get(evidence.place());
      if (message != null && message.operation == draft.operation) {
        time = message.timeNs;
      }
    }
    draft.timeNs = time;
    String name = window.kind().proper() ? "vhost_dev_" + window.kind().label() : "messages";
    Draft last = lane.drafts.isEmpty() ? null : lane.drafts.get(lane.drafts.size() - 1);
    boolean same = last != null && last.window == window;
    draft.frame = same ? last.frame : Frame.in(null, name, draft.evidence);
    draft.opens = !same;
    lane.insert(draft);
  }
}
