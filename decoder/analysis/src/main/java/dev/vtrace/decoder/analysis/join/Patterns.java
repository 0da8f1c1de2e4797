// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.DeviceUser;
import dev.vtrace.decoder.analysis.evidence.EventsOn;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Pattern;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.analysis.operation.OperationRow;
import dev.vtrace.decoder.trace.event.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what each window says about transfer by its own events. Functions of QEMU behind it
 * (seed patch, hw/virtio/vhost.c): vhost_virtqueue_start and do_vhost_virtqueue_stop return early,
 * after their {@code _in} event, for a queue that the guest did not set up and for a back-end that
 * is handed over. No driver starts a device without a queue, so a window that succeeds and in which
 * no queue is left is a transfer.
 */
public final class Patterns {
  private final EventsOn on;

  /** Devices, by process, that send messages in one of their windows. */
  private final Set<DeviceUser> speaking = new HashSet<>();

  private final Map<DeviceUser, WindowBuilder> starts = new HashMap<>();

  private Patterns(EventsOn on) {
    this.on = on;
  }

  /**
   * Gives each window its pattern.
   *
   * @param windows those of one process in the order of time
   */
  public static void assign(List<WindowBuilder> windows, EventsOn on) {
    Patterns patterns = new Patterns(on);
    for (WindowBuilder window : windows) {
      if (Joiner.isWindow(window) && speaks(window)) {
        patterns.speaking.add(DeviceUser.of(window));
      }
    }
    for (WindowBuilder window : windows) {
      if (Joiner.isWindow(window)) {
        window.pattern = patterns.of(window);
        if (window.kind == WindowKind.START) {
          patterns.starts.put(DeviceUser.of(window), window);
        }
      }
    }
  }

  private Pattern of(WindowBuilder window) {
    Pattern queues = byQueues(window);
    if (!window.queuesOut.isEmpty()
        || speaks(window) && !(queues == Pattern.TRANSFER && ran(window))) {
      return Pattern.ORDINARY;
    }
    return queues == Pattern.OPEN ? byMessages(window) : queues;
  }

  /** Whether messages were sent that transfer leaves out. */
  static boolean speaks(WindowBuilder window) {
    for (JoinedRequest request : window.requests) {
      for (OperationRow row : OperationRow.values()) {
        boolean gated = row.kind == window.kind && row.due != OperationRow.Due.OPTIONAL;
        if (gated && row.request != null && request.is(row.request)) {
          return true;
        }
      }
    }
    return false;
  }

  private Pattern byQueues(WindowBuilder window) {
    if (!window.passedOver() || window.headless || startedWithoutQueue(window)) {
      return Pattern.OPEN;
    }
    Event out = WindowBuilder.queueEnd(window.kind);
    if (on.surely(window.participant, out)) {
      return Pattern.TRANSFER;
    }
    return on.likely(window.participant, out) ? Pattern.LIKELY : Pattern.OPEN;
  }

  /** The last start shows that the guest did set up a queue that this stop passes over. */
  private boolean ran(WindowBuilder window) {
    WindowBuilder start = window.kind == WindowKind.STOP ? starts.get(DeviceUser.of(window)) : null;
    return start != null
        && window.queuesIn.keySet().stream().anyMatch(start.queuesOut::containsKey);
  }

  /** An odd guest: its last start sent messages, and none for a queue. */
  private boolean startedWithoutQueue(WindowBuilder window) {
    WindowBuilder start = window.kind == WindowKind.STOP ? starts.get(DeviceUser.of(window)) : null;
    return start != null
        && start.pattern == Pattern.ORDINARY
        && start.queuesOut.isEmpty()
        && start.whole()
        && on.surely(window.participant, WindowBuilder.queueEnd(WindowKind.START));
  }

  /** A whole window without a message, of a device that sends messages in others. */
  private Pattern byMessages(WindowBuilder window) {
    boolean silent =
        window.whole()
            && window.bounded
            && window.queuesIn.isEmpty()
            && speaking.contains(DeviceUser.of(window))
            && on.surely(window.participant, Event.MESSAGE_SENT)
            && !on.surely(window.participant, WindowBuilder.queueBegin(window.kind));
    return silent ? Pattern.LIKELY : Pattern.OPEN;
  }
}
