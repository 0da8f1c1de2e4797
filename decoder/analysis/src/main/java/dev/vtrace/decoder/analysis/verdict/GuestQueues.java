// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.evidence.EventsOn;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.join.Joiner;
import dev.vtrace.decoder.analysis.model.Pattern;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.devices.VhostDevice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which queues the guest has set up at each window. A queue that it never set up is entered and not
 * left just as one that transfer passes over, so this cannot be seen in a silent window itself. It
 * is what the last start that spoke left, also across processes, and what a later ordinary stop
 * shows.
 */
public final class GuestQueues {
  private final DeviceFacts knowledge;
  private final EventsOn on;
  private final Map<String, TreeMap<Integer, Boolean>> live = new HashMap<>();
  private final Map<WindowBuilder, TreeMap<Integer, Boolean>> at = new HashMap<>();

  /**
   * @param frames windows in the order of time
   */
  public GuestQueues(List<WindowBuilder> frames, DeviceFacts knowledge, EventsOn on) {
    this.knowledge = knowledge;
    this.on = on;
    for (WindowBuilder frame : frames) {
      if (Joiner.isWindow(frame)) {
        at.put(frame, see(frame));
      }
    }
    backward(frames);
  }

  /** True if the queue is set up, false if not, null if nothing tells. */
  @Nullable Boolean setUp(WindowBuilder frame, int queue) {
    Map<Integer, Boolean> known = at.get(frame);
    Boolean setUp = known == null ? null : known.get(queue);
    // No driver starts a device without a queue.
    boolean only = knowledge.queues(frame) == 1 && queue == 0 && frame.ended && !frame.failed();
    boolean runs = frame.transfer == Transfer.YES && asked(frame, queue);
    return setUp == null && (only || runs) ? Boolean.TRUE : setUp;
  }

  /** Whether its process, or the one that it came from, answered that the queue runs. */
  private boolean asked(WindowBuilder frame, int queue) {
    return knowledge.runs(frame.participant, frame.device, queue)
        || came(frame) && knowledge.runs(source(frame), frame.device, queue);
  }

  private TreeMap<Integer, Boolean> see(WindowBuilder frame) {
    String key = key(frame.participant, frame);
    if (frame.resumed) {
      live.remove(key);
    }
    TreeMap<Integer, Boolean> now = new TreeMap<>();
    if (frame.transfer == Transfer.YES || frame.kind == WindowKind.STOP) {
      inherit(frame, key, now);
    }
    own(frame, now);
    if (frame.kind == WindowKind.START || !live.containsKey(key)) {
      live.put(key, now);
    }
    return now;
  }

  private static String key(String participant, WindowBuilder frame) {
    return participant + " " + frame.device;
  }

  private void inherit(WindowBuilder frame, String key, Map<Integer, Boolean> now) {
    VhostDevice device =
        frame.phase == Phase.ORDINARY ? null : knowledge.inStream(frame.device, frame.attempt);
    if (device != null) {
      for (VhostDevice.Ring ring : device.rings()) {
        if (knowledge.isEverywhere(ring.index())) {
          now.put(ring.index(), ring.desc() != 0);
        }
      }
    }
    TreeMap<Integer, Boolean> before = live.get(came(frame) ? from(frame) : key);
    if (before != null) {
      pass(before, now);
    }
  }

  /** What is known of the queues of one window, in another one. */
  private void pass(Map<Integer, Boolean> from, Map<Integer, Boolean> to) {
    from.forEach(
        (queue, setUp) -> {
          if (knowledge.isEverywhere(queue)) {
            to.putIfAbsent(queue, setUp);
          }
        });
  }

  /** Whether a device comes from another process with its rings. */
  private static boolean came(WindowBuilder frame) {
    return frame.role == Role.DESTINATION
        && frame.attempt != null
        && frame.kind == WindowKind.START;
  }

  private static String source(WindowBuilder frame) {
    return requireNonNull(frame.attempt).source();
  }

  private static String from(WindowBuilder frame) {
    return key(source(frame), frame);
  }

  private void own(WindowBuilder frame, Map<Integer, Boolean> now) {
    frame.queuesOut.keySet().forEach(queue -> now.put(queue, true));
    int most = -1;
    boolean spoke = false;
    for (JoinedRequest hit : frame.hits) {
      most = Math.max(most, hit.queue);
      if (hit.queue >= 0 && hit.effect().toSetUpRings()) {
        now.put(hit.queue, true);
        spoke = true;
      }
    }
    if (frame.pattern != Pattern.ORDINARY) {
      return;
    }
    boolean told = on.surely(frame.participant, WindowBuilder.queueEnd(frame.kind));
    if (frame.whole() && told) {
      frame.queuesIn.keySet().forEach(queue -> now.putIfAbsent(queue, false));
    }
    boolean whole = frame.ended && !frame.failed() && !frame.cut && !frame.headless;
    if (spoke
        && frame.kind == WindowKind.START
        && whole
        && (frame.bounded || !frame.traced || frame.old)) {
      for (int queue : knowledge.numbers(frame)) {
        if (queue <= most) {
          now.putIfAbsent(queue, false);
        }
      }
    }
  }

  /** A stop shows what was set up at the start before it, and at the stop that handed it over. */
  private void backward(List<WindowBuilder> frames) {
    Map<String, TreeMap<Integer, Boolean>> later = new HashMap<>();
    for (int i = frames.size() - 1; i >= 0; i--) {
      WindowBuilder frame = frames.get(i);
      TreeMap<Integer, Boolean> known = at.get(frame);
      if (known == null) {
        continue;
      }
      String key = key(frame.participant, frame);
      TreeMap<Integer, Boolean> after = later.remove(key);
      if (after != null && (frame.kind == WindowKind.START || frame.transfer == Transfer.YES)) {
        pass(after, known);
      }
      if (frame.kind == WindowKind.STOP) {
        later.put(key, known);
      } else if (frame.transfer == Transfer.YES) {
        later.put(came(frame) ? from(frame) : key, known);
      }
      if (frame.resumed) {
        later.remove(key);
      }
    }
  }
}
