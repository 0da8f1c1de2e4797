// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a window lies in the trace of its process. */
final class WindowPlace {
  private static final String PREFIX = "vhost_dev_";
  private static final Set<String> NAMES = Set.of(PREFIX + "start", PREFIX + "stop");

  /** The event that begins vhost_dev_start or vhost_dev_stop. */
  final StepBuilder begin;

  /** The frame that it begins. */
  final ReplayFrame frame;

  /** The event that ends it; where it breaks off, the last one in it. */
  final StepBuilder end;

  /** Whether it has an end. */
  final boolean ended;

  /** The events that begin a queue's part. */
  final Map<Integer, StepBuilder> queues = new HashMap<>();

  private final List<StepBuilder> steps;
  private final int from;
  private int to;

  private WindowPlace(List<StepBuilder> steps, int at, ReplayFrame frame) {
    this.steps = steps;
    this.frame = frame;
    this.begin = steps.get(at);
    from = at;
    to = at;
    boolean closed = false;
    while (to + 1 < steps.size()) {
      StepBuilder next = steps.get(to + 1);
      if (!within(next.frame, frame)) {
        closed = next.ends(frame.name());
        to += closed ? 1 : 0;
        break;
      }
      to++;
      if (next.opens && next.queue >= 0) {
        queues.putIfAbsent(next.queue, next);
      }
    }
    end = steps.get(to);
    ended = closed;
  }

  /** All starts and stops in a trace, by each event in them. */
  static Map<StepBuilder, WindowPlace> all(TrackBuilder lane) {
    Map<StepBuilder, WindowPlace> out = new HashMap<>();
    for (int i = 0; i < lane.steps.size(); i++) {
      StepBuilder step = lane.steps.get(i);
      ReplayFrame frame = step.opens ? step.frame : null;
      if (frame != null && NAMES.contains(frame.name())) {
        WindowPlace place = new WindowPlace(lane.steps, i, frame);
        place.steps.subList(place.from, place.to + 1).forEach(each -> out.put(each, place));
      }
    }
    return out;
  }

  /** The place that most of the evidence of a window lies in, or null. */
  static @Nullable WindowPlace find(
      Window window, Map<String, StepBuilder> events, Map<StepBuilder, WindowPlace> all) {
    String name = PREFIX + window.kind().label();
    Map<WindowPlace, Integer> votes = new HashMap<>();
    WindowPlace best = null;
    for (Operation operation : window.operations()) {
      for (Evidence evidence : operation.evidence()) {
        StepBuilder event = events.get(evidence.location());
        WindowPlace place = event == null ? null : all.get(event);
        if (place != null && place.frame.name().equals(name)) {
          int count = votes.merge(place, 1, Integer::sum);
          best = best == null || count > votes.getOrDefault(best, 0) ? place : best;
        }
      }
    }
    return best;
  }

  /** Whether it is a start of the device. */
  boolean start() {
    return frame.name().equals(PREFIX + Window.WindowKind.START.label());
  }

  /** Notes with each event of the window, and of what the device does around it, whose it is. */
  void mark(Window whose) {
    int first = from;
    int last = to;
    ReplayFrame outer = frame.parent();
    if (outer != null && outer.name().startsWith("vhost_user_")) {
      while (first > 0 && within(steps.get(first - 1).frame, outer)) {
        first--;
      }
      while (last + 1 < steps.size() && within(steps.get(last + 1).frame, outer)) {
        last++;
      }
      boolean closes = last + 1 < steps.size() && steps.get(last + 1).ends(outer.name());
      last += closes ? 1 : 0;
    }
    for (int i = first; i <= last; i++) {
      StepBuilder step = steps.get(i);
      if (step.window == null) {
        step.window = whose;
        step.device = whose.device();
      }
    }
  }

  private static boolean within(@Nullable ReplayFrame frame, @Nullable ReplayFrame around) {
    for (ReplayFrame each = frame; each != null; each = each.parent()) {
      if (each == around) {
        return true;
      }
    }
    return false;
  }
}
