// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventName;
import dev.vtrace.decoder.trace.event.EventPurpose;
import org.jspecify.annotations.Nullable;

/**
 * Follows which frames are open in a trace. Trace points: QEMU 10.2.2, the live-backend series v2,
 * and 11.1. An {@code _in} event without its {@code _out} is common (an operation that backend
 * transfer leaves out, a queue that the guest never set up), so a frame also ends where the next of
 * its kind begins and where the one around it ends.
 */
final class Nesting {
  private static final String SAVING = "savevm ";
  private static final String LOADING = "load ";

  /** What can lie in what: a higher rank in a lower one. */
  private static final String[][] RANKS = {
    {SAVING, LOADING}, {}, {"vhost_dev_"}, {"vhost_virtqueue_"},
  };

  private static final int OTHER = 1;

  private @Nullable ReplayFrame top;

  /** The older form has no end: it ends before the first event that is no message. */
  private @Nullable ReplayFrame endless;

  /** Applies an event. */
  void see(StepBuilder step, TraceEvent event) {
    EventName name = event.event();
    EventPurpose purpose = name.known() == null ? EventPurpose.SHOWN : name.known().purpose();
    if (endless != null && !isMessage(purpose)) {
      close(endless);
      endless = null;
    }
    switch (purpose) {
      case SECTION_BEGIN -> open(step, SAVING + event.string("id"));
      case SECTION_END -> closeNamed(SAVING + event.string("id"));
      case STATE_LOADED -> open(step, LOADING + event.string("idstr"));
      case STATE_LEFT -> closeRank(0);
      // An error path: the device is closed, whatever was under way.
      case CLEANUP -> top = null;
      default -> pair(step, name);
    }
    if (name.is(Event.DOWNTIME_LOAD)) {
      closeRank(0);
    }
    step.frame = top;
  }

  private static boolean isMessage(EventPurpose purpose) {
    return purpose == EventPurpose.MESSAGE_SENT || purpose == EventPurpose.MESSAGE_RECEIVED;
  }

  private void pair(StepBuilder step, EventName name) {
    String frame = step.queue < 0 ? name.subject() : name.subject() + " q" + step.queue;
    if (name.begins()) {
      open(step, frame);
      endless = name.paired() ? null : top;
    } else if (name.ends()) {
      closeNamed(frame);
    }
  }

  private void open(StepBuilder step, String name) {
    int rank = rank(name);
    if (rank == OTHER) {
      closeNamed(name);
    } else {
      closeRank(rank);
    }
    top = ReplayFrame.in(top, name, step.evidence);
    step.opens = true;
  }

  private void closeNamed(String name) {
    for (ReplayFrame frame = top; frame != null; frame = frame.parent()) {
      if (frame.name().equals(name)) {
        close(frame);
        return;
      }
    }
  }

  /** Ends frames of this rank with all inside them. */
  private void closeRank(int rank) {
    for (ReplayFrame frame = top; frame != null; frame = frame.parent()) {
      if (rank(frame.name()) == rank) {
        close(frame);
      }
    }
  }

  private void close(ReplayFrame frame) {
    top = frame.parent();
  }

  private static int rank(String name) {
    for (int rank = 0; rank < RANKS.length; rank++) {
      for (String prefix : RANKS[rank]) {
        if (name.startsWith(prefix)) {
          return rank;
        }
      }
    }
    return OTHER;
  }
}
