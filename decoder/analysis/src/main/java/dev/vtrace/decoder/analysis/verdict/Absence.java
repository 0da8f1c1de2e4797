// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.SurroundingMessages;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.join.Phases;
import dev.vtrace.decoder.analysis.model.Basis;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Operation.OperationStep;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.analysis.operation.OperationRow;
import dev.vtrace.decoder.analysis.operation.OperationRow.Due;
import dev.vtrace.decoder.analysis.operation.OperationRow.Scope;
import dev.vtrace.decoder.vhostuser.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What it means that no message of an operation is in evidence: it was sent all the same, as other
 * events prove; it was skipped; it was not due; it is missing; or nothing tells.
 */
public final class Absence {
  private final DeviceFacts knowledge;
  private final MessageVisibility coverage;
  private final TransferEvidence signs;
  private final GuestQueues queues;
  private final OutsideMessages outside;
  private final NearbyMessages nearby;
  private final Map<String, List<ReportedMigration>> sources = new HashMap<>();

  // Asked for each operation of a window.
  private final Map<WindowBuilder, Boolean> idle = new HashMap<>();
  private final Set<String> migrating = new HashSet<>();
  private final Map<Traffic, SurroundingMessages> neighbours = new HashMap<>();

  public Absence(
      DeviceFacts knowledge,
      MessageVisibility coverage,
      TransferEvidence signs,
      GuestQueues queues,
      OutsideMessages outside,
      NearbyMessages nearby,
      List<ReportedMigration> sides) {
    this.knowledge = knowledge;
    this.coverage = coverage;
    this.signs = signs;
    this.queues = queues;
    this.outside = outside;
    this.nearby = nearby;
    for (ReportedMigration side : sides) {
      if (side.outgoing) {
        sources.computeIfAbsent(side.participant, p -> new ArrayList<>()).add(side);
      }
      if (!side.inferred) {
        migrating.add(side.participant);
      }
    }
  }

  /** Whether the process of a window did it all the same, outside of starts and stops. */
  boolean happenedOutside(WindowBuilder frame, OperationRow row) {
    return outside.sent(frame, row);
  }

  /** 1 if what the row needs is negotiated, 0 if not, -1 if nothing tells. */
  int applies(WindowBuilder frame, OperationRow row) {
    if (row.needs.isEmpty()) {
      return 1;
    }
    if (row.needs.startsWith("!")) {
      int has = knowledge.feature(frame.device, row.needs.substring(1));
      return has < 0 ? -1 : 1 - has;
    }
    return knowledge.feature(frame.device, row.needs);
  }

  /**
   * The verdict of an operation without a message.
   *
   * @param queue index, -1 for an operation of the device
   */
  Operation of(WindowBuilder frame, OperationRow row, int queue) {
    int applies = applies(frame, row);
    Boolean setUp = row.scope == Scope.SET_UP ? queues.setUp(frame, queue) : Boolean.TRUE;
    if (applies == 0) {
      boolean without = row.needs.startsWith("!");
      return without
          ? notDue(frame, row, queue, Reason.REPLACED, row.needs.substring(1))
          : notDue(frame, row, queue, Reason.NOT_NEGOTIATED, row.needs);
    }
    if (Boolean.FALSE.equals(setUp)) {
      return notDue(frame, row, queue, Reason.QUEUE_NOT_SET_UP, "");
    }
    if (row.due == Due.VRINGS && Boolean.FALSE.equals(frame.vrings)) {
      return notDue(frame, row, queue, Reason.DEVICE_ENABLES, "");
    }
    if (frame.transfer == Transfer.YES) {
      return transferred(frame, row, queue, applies, setUp);
    }
    Operation proved = proved(frame, row, queue);
    return proved != null ? proved : silent(frame, row, queue, applies, setUp);
  }

  private Operation transferred(
      WindowBuilder frame, OperationRow row, int queue, int applies, @Nullable Boolean setUp) {
    if (row.due == Due.LOGGING) {
      return notDue(frame, row, queue, Reason.LOGGING_OFF, "");
    }
    boolean shown = coverage.shows(frame);
    if (row.due == Due.OPTIONAL) {
      return shown || applies == 0
          ? notDue(frame, row, queue, Reason.NOT_REQUIRED, "")
          : unknown(frame, row, queue, Reason.FEATURE_UNKNOWN, row.needs);
    }
    if (row.due == Due.FRESH && frame.phase == Phase.ORDINARY) {
      return unknown(frame, row, queue, Reason.END_UNKNOWN, "");
    }
    if (row.due == Due.FRESH && !comes(frame)) {
      return notDue(frame, row, queue, Reason.HAD_BEFORE, "");
    }
    if (applies < 0) {
      return unknown(frame, row, queue, Reason.FEATURE_UNKNOWN, bare(row.needs));
    }
    if (setUp == null) {
      return unknown(frame, row, queue, Reason.SET_UP_UNKNOWN, "");
    }
    if (!frame.blk() && onlySomeDevices(row) && !knowledge.does(frame.device, row.request)) {
      return unknown(frame, row, queue, Reason.DEVICE_UNKNOWN, "");
    }
    if (!shown && frame.queuesIn.isEmpty() && frame.marks.isEmpty()) {
      return unknown(frame, row, queue, Reason.NEEDS_MESSAGES, who(frame));
    }
    return new Operation(
        row.label(),
        queue,
        row.step,
        Verdict.SKIPPED,
        shown ? Basis.OBSERVED : Basis.INFERRED,
        Reason.LEFT_OUT,
        row.gate(frame.blk()),
        silence(frame, queue));
  }

  /** What vhost-user-blk does around its start need not be what another device does. */
  private static boolean onlySomeDevices(OperationRow row) {
    return row.step == OperationStep.DEVICE || Effect.of(row.request) == Effect.CONFIG_READ;
  }

  /** Whether the device comes from another process, so that this one has set nothing up yet. */
  private static boolean comes(WindowBuilder frame) {
    return frame.role == Role.DESTINATION && frame.phase == Phase.SWITCHOVER;
  }

  /** What is executed, since an event is logged that is reached by success only; or null. */
  private @Nullable Operation proved(WindowBuilder frame, OperationRow row, int queue) {
    if (frame.old || !frame.traced || frame.failed() || frame.transfer != Transfer.NO) {
      return null;
    }
    boolean covered = coverage.shows(frame);
    if (row.scope == Scope.SET_UP && frame.queuesOut.containsKey(queue) && !covered) {
      return inferred(
          row,
          queue,
          Reason.QUEUE_RETURNED,
          WindowBuilder.queueEnd(frame.kind).canonical(),
          frame.queuesOut.get(queue));
    }
    boolean enables = row.due == Due.VRINGS && Boolean.TRUE.equals(frame.vrings);
    boolean features = row == OperationRow.FEATURES && frame.kind == WindowKind.START;
    if ((enables || features) && frame.ended && !covered) {
      return inferred(
          row,
          queue,
          Reason.WINDOW_SUCCEEDED,
          WindowBuilder.end(frame.kind).canonical(),
          frame.marks.get(frame.marks.size() - 1));
    }
    return null;
  }

  private static Operation inferred(
      OperationRow row, int queue, Reason reason, String event, Evidence evidence) {
    return new Operation(
        row.label(),
        queue,
        row.step,
        Verdict.EXECUTED,
        Basis.INFERRED,
        reason,
        event,
        List.of(evidence));
  }

  private Operation silent(
      WindowBuilder frame, OperationRow row, int queue, int applies, @Nullable Boolean setUp) {
    if (!coverage.shows(frame)) {
      boolean off = row.due == Due.LOGGING && frame.transfer == Transfer.NO && migratesNot(frame);
      return off
          ? notDue(frame, row, queue, Reason.LOGGING_OFF, "")
          : unknown(frame, row, queue, Reason.NEEDS_MESSAGES, who(frame));
    }
    boolean open = frame.traced && (frame.cut || !frame.ended) && !frame.failed();
    if (open && !coverage.recorded(frame)) {
      return unknown(frame, row, queue, Reason.TRACE_ENDS, "");
    }
    if (row.due == Due.LOGGING && notLogging(frame)) {
      return notDue(frame, row, queue, Reason.LOGGING_OFF, "");
    }
    if (row.due == Due.OPTIONAL) {
      return notDue(frame, row, queue, Reason.NOT_REQUIRED, "");
    }
    if (applies < 0) {
      return unknown(frame, row, queue, Reason.FEATURE_UNKNOWN, bare(row.needs));
    }
    if (setUp == null) {
      return unknown(frame, row, queue, Reason.SET_UP_UNKNOWN, "");
    }
    if (row.step == OperationStep.DEVICE && !framed(frame)) {
      return unknown(frame, row, queue, Reason.NEEDS_START_OF_LOG, "");
    }
    if (frame.transfer == Transfer.UNKNOWN) {
      return unknown(frame, row, queue, Reason.TRANSFER_UNKNOWN, "");
    }
    return missing(frame, row, queue);
  }

  /** Whether what the device sends before vhost_dev_start would be known. */
  private boolean framed(WindowBuilder frame) {
    return !frame.traced
        || frame.old
        || !frame.outer.isEmpty()
        || frame.leads
        || coverage.recorded(frame);
  }

  private Operation missing(WindowBuilder frame, OperationRow row, int queue) {
    if (row.due == Due.TRANSFER || row.due == Due.FRESH || row.due == Due.LOGGING) {
      return notDue(frame, row, queue, Reason.NOT_IN_THIS_START, "");
    }
    if (frame.failed()) {
      return operation(frame, row, queue, Verdict.FAILED, Reason.WINDOW_FAILED, frame.failure);
    }
    if (frame.cut || !frame.ended) {
      return unknown(frame, row, queue, Reason.TRACE_ENDS, "");
    }
    if (row.due == Due.VRINGS && frame.vrings == null) {
      return unknown(frame, row, queue, Reason.DEVICE_UNKNOWN, "");
    }
    boolean ends = frame.traced && frame.bounded || frame.old;
    if (!ends && frame.hits.isEmpty()) {
      return unknown(frame, row, queue, Reason.NEEDS_MESSAGES, who(frame));
    }
    if (!ends && nearby.beside(frame, row)) {
      return unknown(frame, row, queue, Reason.BESIDE_WINDOW, "");
    }
    return operation(frame, row, queue, Verdict.VIOLATION, Reason.DUE_AND_MISSING, "");
  }

  /** Whether the process is known to migrate nothing away at the time of a window. */
  private boolean migratesNot(WindowBuilder frame) {
    return migrating.contains(frame.participant) && idle.computeIfAbsent(frame, this::sendsNothing);
  }

  private boolean sendsNothing(WindowBuilder frame) {
    for (ReportedMigration side : sources.getOrDefault(frame.participant, List.of())) {
      if (Phases.afterBegin(frame, side)
          && (frame.phase == Phase.ROLLBACK || !Phases.afterEnd(frame, side))) {
        return false;
      }
    }
    return true;
  }

  private static boolean notLogging(WindowBuilder frame) {
    for (JoinedRequest hit : frame.hits) {
      if (hit.does(Effect.FEATURES_SET) && hit.value >= 0) {
        return (hit.value >> 26 & 1) == 0;
      }
    }
    return frame.phase != Phase.ROLLBACK;
  }

  /** The queue's own {@code _in} without {@code _out} says most, then the ends of the window. */
  private List<Evidence> silence(WindowBuilder frame, int queue) {
    List<Evidence> evidence = new ArrayList<>();
    if (frame.queuesIn.containsKey(queue)) {
      evidence.add(frame.queuesIn.get(queue));
    }
    evidence.addAll(frame.marks);
    evidence.addAll(signs.proofs(frame).subList(0, Math.min(2, signs.proofs(frame).size())));
    Traffic traffic = coverage.recording(frame);
    if (traffic != null) {
      SurroundingMessages known = neighbours.computeIfAbsent(traffic, SurroundingMessages::new);
      evidence.addAll(known.around(frame.endNs));
    }
    return evidence;
  }

  private static String bare(String needs) {
    return needs.startsWith("!") ? needs.substring(1) : needs;
  }

  private static String who(WindowBuilder frame) {
    return frame.participant.isEmpty() ? "the QEMU" : frame.participant;
  }

  private static Operation notDue(
      WindowBuilder frame, OperationRow row, int queue, Reason reason, String argument) {
    return operation(frame, row, queue, Verdict.NOT_DUE, reason, argument);
  }

  /** Nothing tells. */
  Operation unknown(
      WindowBuilder frame, OperationRow row, int queue, Reason reason, String argument) {
    return operation(frame, row, queue, Verdict.UNKNOWN, reason, argument);
  }

  private static Operation operation(
      WindowBuilder frame,
      OperationRow row,
      int queue,
      Verdict verdict,
      Reason reason,
      String argument) {
    Evidence place = frame.queuesIn.get(queue);
    if (place == null && !frame.marks.isEmpty()) {
      place = frame.marks.get(0);
    }
    List<Evidence> evidence = place == null ? List.of() : List.of(place);
    return new Operation(
        row.label(), queue, row.step, verdict, Basis.OBSERVED, reason, argument, evidence);
  }
}
