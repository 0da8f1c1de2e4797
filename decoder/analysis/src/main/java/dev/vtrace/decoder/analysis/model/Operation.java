// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import java.util.List;

/**
 * One operation of a window with its verdict.
 *
 * @param name the vhost-user request, or a lower-case name for what has no message
 * @param queue index, -1 where it concerns the device
 * @param step which part of the window it belongs to
 * @param argument what the reason is about: an event, a feature, a function of QEMU; may be empty
 */
public record Operation(
    String name,
    int queue,
    OperationStep step,
    Verdict verdict,
    Basis basis,
    Reason reason,
    String argument,
    List<Evidence> evidence) {
  public Operation {
    evidence = List.copyOf(evidence);
  }

  /** The reason as a sentence. */
  public String why() {
    return reason.explain(argument);
  }

  /** Parts of a window. */
  public enum OperationStep {
    /** Dirty logging, which a migration switches on before it stops the device. */
    LOGGING("logging"),
    /** The connection to the back-end being set up. */
    CONNECT("connect"),
    /** What the device does around {@code vhost_dev_start} and {@code vhost_dev_stop}. */
    DEVICE("device"),
    /** {@code vhost_dev_start} and {@code vhost_dev_stop} themselves. */
    VHOST("vhost"),
    /** What the operation table does not expect in such a window. */
    EXTRA("extra");

    private final String label;

    OperationStep(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }
}
