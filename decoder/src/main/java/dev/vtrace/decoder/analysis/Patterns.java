// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.trace.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what each window tells of transfer by its own events. Functions of QEMU behind it (seed
 * patch, hw/virtio/vhost.c): vhost_virtqueue_start and do_vhost_virtqueue_stop return early, after
 * their {@code _in} event, for a queue that the guest did not set up and for a back-end that is
 * handed over. No driver starts a device without a queue, so a window that succeeds and in which no
 * queue is left is a transfer.
 */
final class Patterns {
  private final EventsOn on;

  /** Devices, by process, that send messages in one of their windows. */
  private final Set<User> speaking = new HashSet<>();

  private final Map<User, Frame> starts = new HashMap<>();

  private record User(String participant, String device) {
    static User of(Frame frame) {
      return new User(frame.participant, frame.device);
    }
  }

  private Patterns(EventsOn on) {
    this.on = on;
  }

  /**
   * Gives each window its pattern.
   *
   * @param frames those of one process in the order of time
   */
  static void assign(List<Frame> frames, EventsOn on) {
    Patterns patterns = new Patterns(on);
    for (Frame frame : frames) {
      if (Joiner.isWindow(frame) && speaks(frame)) {
        patterns.speaking.add(User.of(frame));
      }
    }
    for (Frame frame : frames) {
      if (Joiner.isWindow(frame)) {
        frame.pattern = patterns.of(frame);
        if (frame.kind == Kind.START) {
          patterns.starts.put(User.of(frame), frame);
        }
      }
    }
  }

  private Pattern of(Frame frame) {
    Pattern queues = byQueues(frame);
    if (!frame.queuesOut.isEmpty()
        || speaks(frame) && !(queues == Pattern.TRANSFER && ran(frame))) {
      return Pattern.ORDINARY;
    }
    return queues == Pattern.OPEN ? byMessages(frame) : queues;
  }

  /** Whether messages were sent that transfer leaves out. */
  static boolean speaks(Frame frame) {
    for (Hit hit : frame.hits) {
      for (OperationRow row : OperationRow.values()) {
        boolean gated = row.kind == frame.kind && row.due != OperationRow.Due.OPTIONAL;
        if (gated && row.request != null && hit.is(row.request)) {
          return true;
        }
      }
    }
    return false;
  }

  private Pattern byQueues(Frame frame) {
    if (!frame.passedOver() || frame.headless || startedWithoutQueue(frame)) {
      return Pattern.OPEN;
    }
    Event out = Frame.queueEnd(frame.kind);
    if (on.surely(frame.participant, out)) {
      return Pattern.TRANSFER;
    }
    return on.likely(frame.participant, out) ? Pattern.LIKELY : Pattern.OPEN;
  }

  /** The last start shows that the guest did set up a queue that this stop passes over. */
  private boolean ran(Frame frame) {
    Frame start = frame.kind == Kind.STOP ? starts.get(User.of(frame)) : null;
    return start != null && frame.queuesIn.keySet().stream().anyMatch(start.queuesOut::containsKey);
  }

  /** An odd guest: its last start sent messages, and none for a queue. */
  private boolean startedWithoutQueue(Frame frame) {
    Frame start = frame.kind == Kind.STOP ? starts.get(User.of(frame)) : null;
    return start != null
        && start.pattern == Pattern.ORDINARY
        && start.queuesOut.isEmpty()
        && start.whole()
        && on.surely(frame.participant, Frame.queueEnd(Kind.START));
  }

  /** A whole window without a message, of a device that sends messages in others. */
  private Pattern byMessages(Frame frame) {
    boolean silent =
        frame.whole()
            && frame.bounded
            && frame.queuesIn.isEmpty()
            && speaking.contains(User.of(frame))
            && on.surely(frame.participant, Event.MESSAGE_SENT)
            && !on.surely(frame.participant, Frame.queueBegin(frame.kind));
    return silent ? Pattern.LIKELY : Pattern.OPEN;
  }
}
