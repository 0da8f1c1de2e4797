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
 * left just as one that transfer passes over, so this cannot be seen in a silent window itself: it
 * is what the last start that spoke left, also across processes.
 */
final class Queues {
  private final Knowledge knowledge;
  private final Map<String, TreeMap<Integer, Boolean>> live = new HashMap<>();
  private final Map<Frame, Map<Integer, Boolean>> at = new HashMap<>();

  /**
   * @param frames windows in the order of time
   */
  Queues(List<Frame> frames, Knowledge knowledge) {
    this.knowledge = knowledge;
    for (Frame frame : frames) {
      if (Joiner.isWindow(frame)) {
        at.put(frame, see(frame));
      }
    }
  }

  /** True if the queue is set up, false if not, null if nothing tells. */
  Boolean setUp(Frame frame, int queue) {
    Map<Integer, Boolean> known = at.get(frame);
    return known == null ? null : known.get(queue);
  }

  private Map<Integer, Boolean> see(Frame frame) {
    String key = frame.participant + " " + frame.device;
    TreeMap<Integer, Boolean> now = new TreeMap<>();
    boolean speaks = !frame.hits.isEmpty();
    if (!speaks || frame.kind == Kind.STOP) {
      inherit(frame, key, now);
    }
    if (speaks || frame.transfer == Transfer.NO) {
      own(frame, now);
    }
    if (frame.kind == Kind.START || !live.containsKey(key)) {
      live.put(key, now);
    }
    return now;
  }

  private void inherit(Frame frame, String key, Map<Integer, Boolean> now) {
    VhostDevice device =
        frame.phase == Phase.ORDINARY ? null : knowledge.inStream(frame.device, frame.attempt);
    if (device != null) {
      for (VhostDevice.Ring ring : device.rings()) {
        now.put(ring.index(), ring.desc() != 0);
      }
    }
    String from = key;
    if (frame.role == Role.DESTINATION && frame.attempt != null && frame.kind == Kind.START) {
      from = frame.attempt.source() + " " + frame.device;
    }
    TreeMap<Integer, Boolean> before = live.get(from);
    if (before != null) {
      before.forEach(now::putIfAbsent);
    }
  }

  private static void own(Frame frame, Map<Integer, Boolean> now) {
    boolean whole = frame.ended && !frame.failed() && !frame.cut;
    if (frame.traced && !frame.old && whole) {
      for (int queue : frame.queuesIn.keySet()) {
        now.put(queue, frame.queuesOut.contains(queue));
      }
    }
    int most = -1;
    boolean spoke = false;
    for (Hit hit : frame.hits) {
      most = Math.max(most, hit.queue);
      if (hit.queue >= 0 && hit.effect().toSetUpRings()) {
        now.put(hit.queue, true);
        spoke = true;
      }
    }
    if (spoke && frame.kind == Kind.START && whole) {
      for (int queue = 0; queue <= most; queue++) {
        now.putIfAbsent(queue, false);
      }
    }
  }
}
