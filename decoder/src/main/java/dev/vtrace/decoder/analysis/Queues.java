// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.devices.VhostDevice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which queues the guest has set up at each window. A queue that it never set up is entered and not
 * left just as one that transfer passes over, so this cannot be seen in a silent window itself. It
 * is what the last start that spoke left, also across processes, and what a later ordinary stop
 * shows.
 */
final class Queues {
  private final Knowledge knowledge;
  private final EventsOn on;
  private final Map<String, TreeMap<Integer, Boolean>> live = new HashMap<>();
  private final Map<Frame, TreeMap<Integer, Boolean>> at = new HashMap<>();

  /**
   * @param frames windows in the order of time
   */
  Queues(List<Frame> frames, Knowledge knowledge, EventsOn on) {
    this.knowledge = knowledge;
    this.on = on;
    for (Frame frame : frames) {
      if (Joiner.isWindow(frame)) {
        at.put(frame, see(frame));
      }
    }
    backward(frames);
  }

  /** True if the queue is set up, false if not, null if nothing tells. */
  Boolean setUp(Frame frame, int queue) {
    Map<Integer, Boolean> known = at.get(frame);
    Boolean setUp = known == null ? null : known.get(queue);
    // No driver starts a device without a queue.
    boolean only = knowledge.queues(frame) == 1 && queue == 0 && frame.ended && !frame.failed();
    return setUp == null && only ? Boolean.TRUE : setUp;
  }

  private TreeMap<Integer, Boolean> see(Frame frame) {
    String key = key(frame.participant, frame);
    TreeMap<Integer, Boolean> now = new TreeMap<>();
    if (frame.transfer == Transfer.YES || frame.kind == Kind.STOP) {
      inherit(frame, key, now);
    }
    own(frame, now);
    if (frame.kind == Kind.START || !live.containsKey(key)) {
      live.put(key, now);
    }
    return now;
  }

  private static String key(String participant, Frame frame) {
    return participant + " " + frame.device;
  }

  private void inherit(Frame frame, String key, Map<Integer, Boolean> now) {
    VhostDevice device =
        frame.phase == Phase.ORDINARY ? null : knowledge.inStream(frame.device, frame.attempt);
    if (device != null) {
      for (VhostDevice.Ring ring : device.rings()) {
        now.put(ring.index(), ring.desc() != 0);
      }
    }
    TreeMap<Integer, Boolean> before = live.get(came(frame) ? from(frame) : key);
    if (before != null) {
      before.forEach(now::putIfAbsent);
    }
  }

  /** Whether a device comes from another process with its rings. */
  private static boolean came(Frame frame) {
    return frame.role == Role.DESTINATION && frame.attempt != null && frame.kind == Kind.START;
  }

  private static String from(Frame frame) {
    return key(frame.attempt.source(), frame);
  }

  private void own(Frame frame, Map<Integer, Boolean> now) {
    frame.queuesOut.keySet().forEach(queue -> now.put(queue, true));
    int most = -1;
    boolean spoke = false;
    for (Hit hit : frame.hits) {
      most = Math.max(most, hit.queue);
      if (hit.queue >= 0 && hit.effect().toSetUpRings()) {
        now.put(hit.queue, true);
        spoke = true;
      }
    }
    if (frame.pattern != Pattern.ORDINARY) {
      return;
    }
    boolean told = on.surely(frame.participant, Frame.queueEnd(frame.kind));
    if (frame.whole() && told) {
      frame.queuesIn.keySet().forEach(queue -> now.putIfAbsent(queue, false));
    }
    boolean whole = frame.ended && !frame.failed() && !frame.cut && !frame.headless;
    if (spoke
        && frame.kind == Kind.START
        && whole
        && (frame.bounded || !frame.traced || frame.old)) {
      for (int queue = 0; queue <= most; queue++) {
        now.putIfAbsent(queue, false);
      }
    }
  }

  /** A stop shows what was set up at the start before it, and at the stop that handed it over. */
  private void backward(List<Frame> frames) {
    Map<String, TreeMap<Integer, Boolean>> later = new HashMap<>();
    for (int i = frames.size() - 1; i >= 0; i--) {
      Frame frame = frames.get(i);
      TreeMap<Integer, Boolean> known = at.get(frame);
      if (known == null) {
        continue;
      }
      String key = key(frame.participant, frame);
      TreeMap<Integer, Boolean> after = later.remove(key);
      if (after != null && (frame.kind == Kind.START || frame.transfer == Transfer.YES)) {
        after.forEach(known::putIfAbsent);
      }
      if (frame.kind == Kind.STOP) {
        later.put(key, known);
      } else if (frame.transfer == Transfer.YES) {
        later.put(came(frame) ? from(frame) : key, known);
      }
    }
  }
}
