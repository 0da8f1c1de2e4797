// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the events and messages of windows their operations, and makes a step of each operation
 * that was left out, at the place where it would have been. The order within a start and a stop:
 * QEMU's vhost_dev_start and vhost_dev_stop as traced in ordinary migrations of 10.2.2.
 */
final class OperationSteps {
  private final Map<String, TrackBuilder> lanes;

  /** Events by file and line. */
  private final Map<String, StepBuilder> events = new HashMap<>();

  private final Map<String, StepBuilder> messages = new HashMap<>();
  private final Map<TrackBuilder, Map<StepBuilder, WindowPlace>> places = new HashMap<>();

  /**
   * @param lanes those of QEMUs by the name of the process
   * @param wires those of connections
   */
  OperationSteps(Map<String, TrackBuilder> lanes, List<TrackBuilder> wires) {
    this.lanes = lanes;
    for (TrackBuilder lane : lanes.values()) {
      lane.steps.forEach(step -> events.put(step.evidence.location(), step));
      places.put(lane, WindowPlace.all(lane));
    }
    for (TrackBuilder lane : wires) {
      lane.steps.forEach(step -> messages.put(step.evidence.location(), step));
    }
  }

  void add(Migration migration) {
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      for (Window window : windows) {
        TrackBuilder lane = lanes.get(window.participant());
        if (lane != null) {
          add(window, lane);
        }
      }
    }
    lanes.values().forEach(TrackBuilder::unfold);
  }

  private void add(Window window, TrackBuilder lane) {
    WindowPlace place = WindowPlace.find(window, events, places.getOrDefault(lane, Map.of()));
    for (Operation operation : window.operations()) {
      StepBuilder shown = happened(operation.verdict()) ? attach(window, operation) : null;
      boolean absent = operation.verdict() != Verdict.NOT_DUE && shown == null;
      boolean untold = operation.verdict() == Verdict.EXECUTED && place != null;
      if (absent && !untold) {
        StepBuilder step = absence(window, operation);
        if (place == null) {
          loose(step, operation, window, lane);
        } else {
          put(step, operation, place);
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
  private @Nullable StepBuilder attach(Window window, Operation operation) {
    StepBuilder shown = null;
    for (Evidence evidence : operation.evidence()) {
      StepBuilder event = events.get(evidence.location());
      if (event != null && event.is(Event.MESSAGE_SENT) && shown == null) {
        event.is(window, operation, true);
        shown = event;
      }
      StepBuilder message = messages.get(evidence.location());
      if (message != null && message.operation == null && message.name.equals(operation.name())) {
        message.is(window, operation, false);
      }
    }
    return shown;
  }

  private static StepBuilder absence(Window window, Operation operation) {
    Evidence first = null;
    for (Evidence evidence : operation.evidence()) {
      first = first == null ? evidence : first;
    }
    String queue = operation.queue() < 0 ? "" : " q" + operation.queue();
    String text = operation.name() + queue + "  " + operation.verdict().label();
    StepBuilder step =
        new StepBuilder(
            first == null ? new Evidence("", -1, 0, "") : first,
            new Detail.AbsenceDetail(),
            operation.name(),
            text,
            -1);
    step.is(window, operation, true);
    return step;
  }

  private static void put(StepBuilder step, Operation operation, WindowPlace place) {
    boolean start = place.start();
    StepBuilder queue = place.queues.get(operation.queue());
    Effect effect = Effect.of(Request.named(operation.name()));
    // Rings that are set up are entered one by one, before or after all are switched.
    if (effect.toSetUpRings() && queue != null) {
      addAfter(step, queue);
    } else if (operation.step() == Operation.OperationStep.DEVICE) {
      if (start) {
        before(step, place.begin, place.frame.parent());
      } else {
        addAfter(step, place.end);
      }
    } else if (start == (effect == Effect.RING_ENABLE)) {
      if (place.ended) {
        before(step, place.end, place.frame);
      } else {
        addAfter(step, place.end);
      }
    } else {
      addAfter(step, place.begin);
    }
  }

  private static void addAfter(StepBuilder step, StepBuilder anchor) {
    step.timeNs = anchor.timeNs;
    step.frame = anchor.frame;
    anchor.following.add(step);
  }

  private static void before(StepBuilder step, StepBuilder anchor, @Nullable ReplayFrame frame) {
    step.timeNs = anchor.timeNs;
    step.frame = frame;
    anchor.before.add(step);
  }

  /** No trace shows the window: it gets frames of its own. */
  private void loose(StepBuilder step, Operation operation, Window window, TrackBuilder lane) {
    long time = window.beginNs();
    for (Evidence evidence : operation.evidence()) {
      StepBuilder message = messages.get(evidence.location());
      if (message != null && message.operation == operation) {
        time = message.timeNs;
      }
    }
    step.timeNs = time;
    String name = window.kind().proper() ? "vhost_dev_" + window.kind().label() : "messages";
    StepBuilder last = lane.steps.isEmpty() ? null : lane.steps.get(lane.steps.size() - 1);
    boolean same = last != null && last.window == window;
    step.frame = last != null && same ? last.frame : ReplayFrame.in(null, name, step.evidence);
    step.opens = !same;
    lane.insert(step);
  }
}
