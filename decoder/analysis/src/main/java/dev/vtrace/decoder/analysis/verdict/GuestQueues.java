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
  private final DeviceFacts facts;
  private final EventsOn on;
  private final Map<String, TreeMap<Integer, Boolean>> live = new HashMap<>();
  private final Map<WindowBuilder, TreeMap<Integer, Boolean>> at = new HashMap<>();

  /**
   * @param windows windows in the order of time
   */
  public GuestQueues(List<WindowBuilder> windows, DeviceFacts facts, EventsOn on) {
    this.facts = facts;
    this.on = on;
    for (WindowBuilder window : windows) {
      if (Joiner.isWindow(window)) {
        at.put(window, see(window));
      }
    }
    backward(windows);
  }

  /** True if the queue is set up, false if not, null if nothing tells. */
  @Nullable Boolean setUp(WindowBuilder window, int queue) {
    Map<Integer, Boolean> known = at.get(window);
    Boolean setUp = known == null ? null : known.get(queue);
    // No driver starts a device without a queue.
    boolean only =
        facts.queues(window).orElse(0) == 1 && queue == 0 && window.ended && !window.failed();
    boolean runs = window.transfer == Transfer.YES && asked(window, queue);
    return setUp == null && (only || runs) ? Boolean.TRUE : setUp;
  }

  /** Whether its process, or the one that it came from, answered that the queue runs. */
  private boolean asked(WindowBuilder window, int queue) {
    return facts.runs(window.participant, window.device, queue)
        || came(window) && facts.runs(source(window), window.device, queue);
  }

  private TreeMap<Integer, Boolean> see(WindowBuilder window) {
    String key = key(window.participant, window);
    if (window.resumed) {
      live.remove(key);
    }
    TreeMap<Integer, Boolean> now = new TreeMap<>();
    if (window.transfer == Transfer.YES || window.kind == WindowKind.STOP) {
      inherit(window, key, now);
    }
    own(window, now);
    if (window.kind == WindowKind.START || !live.containsKey(key)) {
      live.put(key, now);
    }
    return now;
  }

  private static String key(String participant, WindowBuilder window) {
    return participant + " " + window.vhostDevice();
  }

  private void inherit(WindowBuilder window, String key, Map<Integer, Boolean> now) {
    VhostDevice device =
        window.phase == Phase.ORDINARY ? null : facts.inStream(window.device, window.attempt);
    if (device != null) {
      for (VhostDevice.Ring ring : device.rings()) {
        if (facts.isEverywhere(ring.index())) {
          now.put(ring.index(), ring.desc() != 0);
        }
      }
    }
    TreeMap<Integer, Boolean> before = live.get(came(window) ? from(window) : key);
    if (before != null) {
      pass(before, now);
    }
  }

  /** What is known of the queues of one window, in another one. */
  private void pass(Map<Integer, Boolean> from, Map<Integer, Boolean> to) {
    from.forEach(
        (queue, setUp) -> {
          if (facts.isEverywhere(queue)) {
            to.putIfAbsent(queue, setUp);
          }
        });
  }

  /** Whether a device comes from another process with its rings. */
  private static boolean came(WindowBuilder window) {
    return window.role == Role.DESTINATION
        && window.attempt != null
        && window.kind == WindowKind.START;
  }

  private static String source(WindowBuilder window) {
    return requireNonNull(window.attempt).source();
  }

  private static String from(WindowBuilder window) {
    return key(source(window), window);
  }

  private void own(WindowBuilder window, Map<Integer, Boolean> now) {
    window.queuesOut.keySet().forEach(queue -> now.put(queue, true));
    int most = -1;
    boolean spoke = false;
    for (JoinedRequest request : window.requests) {
      most = Math.max(most, request.queue);
      if (request.queue >= 0 && request.effect().toSetUpRings()) {
        now.put(request.queue, true);
        spoke = true;
      }
    }
    if (window.pattern != Pattern.ORDINARY) {
      return;
    }
    boolean known = on.surely(window.participant, WindowBuilder.queueEnd(window.kind));
    if (window.whole() && known) {
      window.queuesIn.keySet().forEach(queue -> now.putIfAbsent(queue, false));
    }
    boolean whole = window.ended && !window.failed() && !window.cut && !window.headless;
    if (spoke
        && window.kind == WindowKind.START
        && whole
        && (window.bounded || !window.traced || window.old)) {
      for (int queue : facts.numbers(window)) {
        if (queue <= most) {
          now.putIfAbsent(queue, false);
        }
      }
    }
  }

  /** A stop shows what was set up at the start before it, and at the stop that handed it over. */
  private void backward(List<WindowBuilder> windows) {
    Map<String, TreeMap<Integer, Boolean>> later = new HashMap<>();
    for (int i = windows.size() - 1; i >= 0; i--) {
      WindowBuilder window = windows.get(i);
      TreeMap<Integer, Boolean> known = at.get(window);
      if (known == null) {
        continue;
      }
      String key = key(window.participant, window);
      TreeMap<Integer, Boolean> after = later.remove(key);
      if (after != null && (window.kind == WindowKind.START || window.transfer == Transfer.YES)) {
        pass(after, known);
      }
      if (window.kind == WindowKind.STOP) {
        later.put(key, known);
      } else if (window.transfer == Transfer.YES) {
        later.put(came(window) ? from(window) : key, known);
      }
      if (window.resumed) {
        later.remove(key);
      }
    }
  }
}
