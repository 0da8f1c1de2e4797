// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.trace.TraceEvent;

/**
 * Follows which frames are open in a trace. Trace points: QEMU 10.2.2, the live-backend series v2,
 * and 11.1. An {@code _in} event without its {@code _out} is common (an operation that backend
 * transfer leaves out, a queue that the guest never set up), so a frame also ends where the next of
 * its kind begins and where the one around it ends.
 */
final class Nesting {
  private static final String IN = "_in";
  private static final String OUT = "_out";

  /** What can lie in what: a higher rank in a lower one. */
  private static final String[][] RANKS = {
    {"savevm ", "load "}, {}, {"vhost_dev_"}, {"vhost_virtqueue_"},
  };

  private static final int OTHER = 1;

  private Frame top;

  /** The older form has no end: it ends before the first event that is no message. */
  private Frame endless;

  Frame top() {
    return top;
  }

  /** Applies an event. */
  void see(Draft draft, TraceEvent event) {
    String name = event.canonical();
    if (endless != null && !name.startsWith("vhost_user_read") && !isWrite(name)) {
      close(endless);
      endless = null;
    }
    if (name.equals("savevm_section_start")) {
      open(draft, "savevm " + word(event));
    } else if (name.equals("savevm_section_end") || name.equals("savevm_section_skip")) {
      closeNamed("savevm " + word(event));
    } else if (name.equals("vmstate_load")) {
      open(draft, "load " + word(event));
    } else if (name.equals("vmstate_downtime_load") || name.startsWith("qemu_loadvm_state_")) {
      closeRank(0);
    } else if (name.equals("vhost_dev_cleanup")) {
      // An error path: the device is given up, whatever was under way.
      top = null;
    } else if (name.endsWith(IN)) {
      String frame = name.substring(0, name.length() - IN.length());
      open(draft, draft.queue < 0 ? frame : frame + " q" + draft.queue);
      // Written without "_in" by versions that have no "_out" either.
      endless = event.name().endsWith(IN) ? null : top;
    } else if (name.endsWith(OUT)) {
      String frame = name.substring(0, name.length() - OUT.length());
      closeNamed(draft.queue < 0 ? frame : frame + " q" + draft.queue);
    }
    draft.frame = top;
  }

  private static boolean isWrite(String name) {
    return name.startsWith("vhost_user_write");
  }

  private static String word(TraceEvent event) {
    String text = event.text();
    int end = text.indexOf(',');
    return end < 0 ? text.trim() : text.substring(0, end);
  }

  private void open(Draft draft, String name) {
    int rank = rank(name);
    if (rank == OTHER) {
      closeNamed(name);
    } else {
      closeRank(rank);
    }
    top = Frame.in(top, name, draft.evidence);
    draft.opens = true;
  }

  private void closeNamed(String name) {
    for (Frame frame = top; frame != null; frame = frame.parent()) {
      if (frame.name().equals(name)) {
        close(frame);
        return;
      }
    }
  }

  /** Ends frames of this rank with all inside them. */
  private void closeRank(int rank) {
    for (Frame frame = top; frame != null; frame = frame.parent()) {
      if (rank(frame.name()) == rank) {
        close(frame);
      }
    }
  }

  private void close(Frame frame) {
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
