// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.LedgerOperation.OperationVerdict;
import dev.vtrace.api.RunParticipant.ParticipantRole;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One start or stop of one device in one process, or a group of messages around these.
 *
 * @param id unique in the run
 * @param participant name of the process; may be empty
 * @param device name of the device, the same on both sides; may be empty
 * @param migration number of the migration that it belongs to
 * @param transfer whether the back-end was handed over instead of being set up again
 * @param why what tells that
 * @param failed whether it ended in an error path
 */
public record LedgerWindow(
    String id,
    ParticipantRole role,
    String participant,
    String device,
    LedgerWindowKind kind,
    OptionalLong beginNs,
    OptionalLong endNs,
    OptionalInt migration,
    WindowPhase phase,
    BackendTransfer transfer,
    String why,
    boolean failed,
    List<LedgerOperation> operations) {
  public LedgerWindow {
    operations = List.copyOf(operations);
  }

  /** The operations with a verdict. */
  public List<LedgerOperation> operations(OperationVerdict verdict) {
    return operations.stream().filter(operation -> operation.verdict() == verdict).toList();
  }

  /** What happens in a window. */
  public enum LedgerWindowKind {
    START,
    STOP,
    /** The connection to the back-end is set up. */
    CONNECT,
    /** Writes to guest memory begin to be logged. */
    LOG_START,
    LOG_STOP,
    /** Anything else, as a query that an administrator made. */
    OTHER
  }

  /** What a window is in a migration. */
  public enum WindowPhase {
    /** Firmware, driver, guest reset, end of the process. */
    ORDINARY,
    /** The source's stop and the destination's first start, which hand the device over. */
    SWITCHOVER,
    /** The source's start after a migration that did not succeed. */
    ROLLBACK
  }

  /** Whether a back-end was handed over. */
  public enum BackendTransfer {
    YES,
    NO,
    UNKNOWN
  }
}
