// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One start or stop of one device in one process, or a group of messages around these.
 *
 * @param id unique in the capture
 * @param participant name of the process
 * @param device name of the device, the same on both sides
 * @param beginNs nanoseconds since the epoch, -1 if not known
 * @param attempt number of the migration that it belongs to, 0 for none
 * @param why what tells whether the back-end was transferred
 * @param failed whether it ended in an error path
 * @param cut whether the trace ends in it
 * @param queues what the trace says about its queues, by their numbers
 */
public record Window(
    String id,
    Role role,
    String participant,
    String device,
    WindowKind kind,
    long beginNs,
    long endNs,
    int attempt,
    Phase phase,
    Transfer transfer,
    String why,
    boolean failed,
    boolean cut,
    List<EnteredQueue> queues,
    List<Operation> operations) {
  public Window {
    queues = List.copyOf(queues);
    operations = List.copyOf(operations);
  }

  /**
   * A queue that was entered in it.
   *
   * @param in its {@code _in} event
   * @param out its {@code _out} event, null if it was not left
   */
  public record EnteredQueue(int queue, Evidence in, @Nullable Evidence out) {}

  /** What happens in it. */
  public enum WindowKind {
    START("start"),
    STOP("stop"),
    /** The connection to the back-end is set up. */
    CONNECT("connect"),
    /** Writes to guest memory begin to be logged. */
    LOG_START("log-start"),
    LOG_STOP("log-stop"),
    /** Anything else, as a query that an administrator made. */
    OTHER("other");

    private final String label;

    WindowKind(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }

    /** Whether it is a start or a stop, which is what the ledger's windows are. */
    public boolean proper() {
      return this == START || this == STOP;
    }
  }

  /** How many operations have a verdict. */
  public int count(Verdict verdict) {
    int count = 0;
    for (Operation operation : operations) {
      if (operation.verdict() == verdict) {
        count++;
      }
    }
    return count;
  }
}
