// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One operation of a window with its verdict.
 *
 * @param name the vhost-user request, or a lower-case name for what has no message
 * @param queue absent where it concerns the device
 * @param reasonCode stable code of the reason, as {@code queue-not-set-up}
 * @param reason the reason as a sentence
 * @param wanted for an unknown verdict, the evidence that would decide it
 */
public record LedgerOperation(
    String name,
    OptionalInt queue,
    OperationPart part,
    OperationVerdict verdict,
    VerdictBasis basis,
    String reasonCode,
    String reason,
    Optional<String> wanted,
    List<EvidencePlace> evidence) {
  public LedgerOperation {
    evidence = List.copyOf(evidence);
  }

  /** What is said of an operation. */
  public enum OperationVerdict {
    /** The message was on the socket, or its event in the trace. */
    EXECUTED,
    /** It was due and was left out because of backend transfer. */
    SKIPPED,
    /** It did not happen and was not due. */
    NOT_DUE,
    /** It was tried and answered with an error, or the window ended in an error before it. */
    FAILED,
    /** It happened although transfer forbids it, or is missing although it was due. */
    VIOLATION,
    /** The evidence cannot tell. */
    UNKNOWN
  }

  /** What a verdict rests on. */
  public enum VerdictBasis {
    /** The message itself, or its absence where it would have been seen. */
    OBSERVED,
    /** Other events, which would not be as they are otherwise. */
    INFERRED
  }

  /** Parts of a window. */
  public enum OperationPart {
    /** Dirty logging, which a migration switches on before it stops the device. */
    LOGGING,
    /** The connection to the back-end being set up. */
    CONNECT,
    /** What the device does around {@code vhost_dev_start} and {@code vhost_dev_stop}. */
    DEVICE,
    /** {@code vhost_dev_start} and {@code vhost_dev_stop} themselves. */
    VHOST,
    /** What is not expected in such a window. */
    EXTRA
  }
}
