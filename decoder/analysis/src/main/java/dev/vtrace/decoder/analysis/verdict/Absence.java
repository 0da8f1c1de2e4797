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
  private final DeviceFacts facts;
  private final MessageVisibility coverage;
  private final TransferEvidence transfer;
  private final GuestQueues queues;
  private final OutsideMessages outside;
  private final NearbyMessages nearby;
  private final Map<String, List<ReportedMigration>> sources = new HashMap<>();

  // Asked for each operation of a window.
  private final Map<WindowBuilder, Boolean> idle = new HashMap<>();
  private final Set<String> migrating = new HashSet<>();
  private final Map<Traffic, SurroundingMessages> neighbours = new HashMap<>();

  public Absence(
      DeviceFacts facts,
      MessageVisibility coverage,
      TransferEvidence transfer,
      GuestQueues queues,
      OutsideMessages outside,
      NearbyMessages nearby,
      List<ReportedMigration> sides) {
    this.facts = facts;
    this.coverage = coverage;
    this.transfer = transfer;
    this.queues = queues;
    this.outside = outside;
    this.nearby = nearby;
    for (ReportedMigration reported : sides) {
      if (reported.outgoing) {
        sources.computeIfAbsent(reported.participant, p -> new ArrayList<>()).add(reported);
      }
      if (!reported.inferred) {
        migrating.add(reported.participant);
      }
    }
  }

  /** Whether the process of a window did it all the same, outside of starts and stops. */
  boolean happenedOutside(WindowBuilder window, OperationRow row) {
    return outside.sent(window, row);
  }

  /** Whether what the row needs was negotiated. */
  FeatureUse applies(WindowBuilder window, OperationRow row) {
    if (row.needs.isEmpty()) {
      return FeatureUse.NEGOTIATED;
    }
    if (row.needs.startsWith("!")) {
      return facts.feature(window.device, row.needs.substring(1)).opposite();
    }
    return facts.feature(window.device, row.needs);
  }

  /**
   * The verdict of an operation without a message.
   *
   * @param queue index, -1 for an operation of the device
   */
  Operation of(WindowBuilder window, OperationRow row, int queue) {
    FeatureUse applies = applies(window, row);
    Boolean setUp = row.scope == Scope.SET_UP ? queues.setUp(window, queue) : Boolean.TRUE;
    if (applies == FeatureUse.ABSENT) {
      boolean without = row.needs.startsWith("!");
      return without
          ? notDue(window, row, queue, Reason.REPLACED, row.needs.substring(1))
          : notDue(window, row, queue, Reason.NOT_NEGOTIATED, row.needs);
    }
    if (Boolean.FALSE.equals(setUp)) {
      return notDue(window, row, queue, Reason.QUEUE_NOT_SET_UP, "");
    }
    if (window.pair > 0 && row.oncePerConnection()) {
      return notDue(window, row, queue, Reason.NOT_IN_THIS_START, "");
    }
    if (row.due == Due.VRINGS && Boolean.FALSE.equals(window.vrings)) {
      return notDue(window, row, queue, Reason.DEVICE_ENABLES, "");
    }
    if (window.transfer == Transfer.YES) {
      return transferred(window, row, queue, applies, setUp);
    }
    Operation proved = proved(window, row, queue);
    return proved != null ? proved : silent(window, row, queue, applies, setUp);
  }

  private Operation transferred(
      WindowBuilder window,
      OperationRow row,
      int queue,
      FeatureUse applies,
      @Nullable Boolean setUp) {
    if (row.due == Due.LOGGING) {
      return notDue(window, row, queue, Reason.LOGGING_OFF, "");
    }
    boolean shown = coverage.shows(window);
    if (row.due == Due.OPTIONAL) {
      return shown || applies == FeatureUse.ABSENT
          ? notDue(window, row, queue, Reason.NOT_REQUIRED, "")
          : unknown(window, row, queue, Reason.FEATURE_UNKNOWN, row.needs);
    }
    if (row.due == Due.FRESH && window.phase == Phase.ORDINARY) {
      return unknown(window, row, queue, Reason.END_UNKNOWN, "");
    }
    if (row.due == Due.FRESH && !comes(window)) {
      return notDue(window, row, queue, Reason.HAD_BEFORE, "");
    }
    if (applies == FeatureUse.UNKNOWN) {
      return unknown(window, row, queue, Reason.FEATURE_UNKNOWN, bare(row.needs));
    }
    if (setUp == null) {
      return unknown(window, row, queue, Reason.SET_UP_UNKNOWN, "");
    }
    if (!window.blk() && onlySomeDevices(row) && !facts.does(window.device, row.request)) {
      return unknown(window, row, queue, Reason.DEVICE_UNKNOWN, "");
    }
    if (!shown && window.queuesIn.isEmpty() && window.marks.isEmpty()) {
      return unknown(window, row, queue, Reason.NEEDS_MESSAGES, who(window));
    }
    return new Operation(
        row.label(),
        queue,
        row.step,
        Verdict.SKIPPED,
        shown ? Basis.OBSERVED : Basis.INFERRED,
        Reason.LEFT_OUT,
        row.gate(window.blk()),
        silence(window, queue));
  }

  /** What vhost-user-blk does around its start need not be what another device does. */
  private static boolean onlySomeDevices(OperationRow row) {
    return row.step == OperationStep.DEVICE || Effect.of(row.request) == Effect.CONFIG_READ;
  }

  /** Whether the device comes from another process, so that this one has set nothing up yet. */
  private static boolean comes(WindowBuilder window) {
    return window.role == Role.DESTINATION && window.phase == Phase.SWITCHOVER;
  }

  /** What is executed, since an event is logged that is reached by success only; or null. */
  private @Nullable Operation proved(WindowBuilder window, OperationRow row, int queue) {
    if (window.old || !window.traced || window.failed() || window.transfer != Transfer.NO) {
      return null;
    }
    boolean covered = coverage.shows(window);
    if (row.scope == Scope.SET_UP && window.queuesOut.containsKey(queue) && !covered) {
      return inferred(
          row,
          queue,
          Reason.QUEUE_RETURNED,
          WindowBuilder.queueEnd(window.kind).canonical(),
          window.queuesOut.get(queue));
    }
    boolean enables = row.due == Due.VRINGS && Boolean.TRUE.equals(window.vrings);
    boolean features = row == OperationRow.FEATURES && window.kind == WindowKind.START;
    if ((enables || features) && window.ended && !covered) {
      return inferred(
          row,
          queue,
          Reason.WINDOW_SUCCEEDED,
          WindowBuilder.end(window.kind).canonical(),
          window.marks.get(window.marks.size() - 1));
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
      WindowBuilder window,
      OperationRow row,
      int queue,
      FeatureUse applies,
      @Nullable Boolean setUp) {
    if (!coverage.shows(window)) {
      boolean off = row.due == Due.LOGGING && window.transfer == Transfer.NO && migratesNot(window);
      return off
          ? notDue(window, row, queue, Reason.LOGGING_OFF, "")
          : unknown(window, row, queue, Reason.NEEDS_MESSAGES, who(window));
    }
    boolean open = window.traced && (window.cut || !window.ended) && !window.failed();
    // The stop that handed the device over, which this start undoes, may be among lines that are
    // missing.
    boolean undoes =
        window.kind == WindowKind.START
            && window.omission > 0
            && migrating.contains(window.participant);
    if ((open || undoes) && !coverage.recorded(window)) {
      Reason reason = open ? Reason.TRACE_ENDS : Reason.TRANSFER_UNKNOWN;
      return unknown(window, row, queue, reason, "");
    }
    if (row.due == Due.LOGGING && notLogging(window)) {
      return notDue(window, row, queue, Reason.LOGGING_OFF, "");
    }
    if (row.due == Due.OPTIONAL) {
      return notDue(window, row, queue, Reason.NOT_REQUIRED, "");
    }
    if (applies == FeatureUse.UNKNOWN) {
      return unknown(window, row, queue, Reason.FEATURE_UNKNOWN, bare(row.needs));
    }
    if (setUp == null) {
      return unknown(window, row, queue, Reason.SET_UP_UNKNOWN, "");
    }
    if (row.step == OperationStep.DEVICE && !framed(window)) {
      return unknown(window, row, queue, Reason.NEEDS_START_OF_LOG, "");
    }
    if (window.transfer == Transfer.UNKNOWN) {
      return unknown(window, row, queue, Reason.TRANSFER_UNKNOWN, "");
    }
    return missing(window, row, queue);
  }

  /** Whether what the device sends before vhost_dev_start would be known. */
  private boolean framed(WindowBuilder window) {
    return !window.traced
        || window.old
        || !window.outer.isEmpty()
        || window.leads
        || coverage.recorded(window);
  }

  private Operation missing(WindowBuilder window, OperationRow row, int queue) {
    if (row.due == Due.TRANSFER || row.due == Due.FRESH || row.due == Due.LOGGING) {
      return notDue(window, row, queue, Reason.NOT_IN_THIS_START, "");
    }
    if (window.failed()) {
      return operation(window, row, queue, Verdict.FAILED, Reason.WINDOW_FAILED, window.failure);
    }
    if (window.cut || !window.ended) {
      return unknown(window, row, queue, Reason.TRACE_ENDS, "");
    }
    if (row.due == Due.VRINGS && window.vrings == null) {
      return unknown(window, row, queue, Reason.DEVICE_UNKNOWN, "");
    }
    boolean ends = window.traced && window.bounded || window.old;
    if (!ends && window.requests.isEmpty()) {
      return unknown(window, row, queue, Reason.NEEDS_MESSAGES, who(window));
    }
    if (row.oncePerConnection() && mayBeFurtherPair(window)) {
      return unknown(window, row, queue, Reason.DEVICE_UNKNOWN, "");
    }
    if (!ends && nearby.beside(window, row)) {
      return unknown(window, row, queue, Reason.BESIDE_WINDOW, "");
    }
    return operation(window, row, queue, Verdict.VIOLATION, Reason.DUE_AND_MISSING, "");
  }

  /** Whether it may be a further pair of queues of a network device: only traffic shows it. */
  private static boolean mayBeFurtherPair(WindowBuilder window) {
    return window.key.isEmpty()
        && window.requests.stream()
                .filter(request -> request.effect().toSetUpRings() && request.queue >= 0)
                .mapToInt(request -> request.queue)
                .min()
                .orElse(0)
            > 1;
  }

  /** Whether the process is known to migrate nothing away at the time of a window. */
  private boolean migratesNot(WindowBuilder window) {
    return migrating.contains(window.participant)
        && idle.computeIfAbsent(window, this::sendsNothing);
  }

  private boolean sendsNothing(WindowBuilder window) {
    for (ReportedMigration reported : sources.getOrDefault(window.participant, List.of())) {
      if (Phases.afterBegin(window, reported)
          && (window.phase == Phase.ROLLBACK || !Phases.afterEnd(window, reported))) {
        return false;
      }
    }
    return true;
  }

  private static boolean notLogging(WindowBuilder window) {
    for (JoinedRequest request : window.requests) {
      if (request.does(Effect.FEATURES_SET) && request.value >= 0) {
        return (request.value >> 26 & 1) == 0;
      }
    }
    return window.phase != Phase.ROLLBACK;
  }

  /** The queue's own {@code _in} without {@code _out} says most, then the ends of the window. */
  private List<Evidence> silence(WindowBuilder window, int queue) {
    List<Evidence> evidence = new ArrayList<>();
    if (window.queuesIn.containsKey(queue)) {
      evidence.add(window.queuesIn.get(queue));
    }
    evidence.addAll(window.marks);
    evidence.addAll(
        transfer.proofs(window).subList(0, Math.min(2, transfer.proofs(window).size())));
    Traffic traffic = coverage.recording(window);
    if (traffic != null) {
      SurroundingMessages known = neighbours.computeIfAbsent(traffic, SurroundingMessages::new);
      evidence.addAll(known.around(window.endNs));
    }
    return evidence;
  }

  private static String bare(String needs) {
    return needs.startsWith("!") ? needs.substring(1) : needs;
  }

  private static String who(WindowBuilder window) {
    return window.participant.isEmpty() ? "the QEMU" : window.participant;
  }

  private static Operation notDue(
      WindowBuilder window, OperationRow row, int queue, Reason reason, String argument) {
    return operation(window, row, queue, Verdict.NOT_DUE, reason, argument);
  }

  /** Nothing tells. */
  Operation unknown(
      WindowBuilder window, OperationRow row, int queue, Reason reason, String argument) {
    return operation(window, row, queue, Verdict.UNKNOWN, reason, argument);
  }

  private static Operation operation(
      WindowBuilder window,
      OperationRow row,
      int queue,
      Verdict verdict,
      Reason reason,
      String argument) {
    Evidence place = window.queuesIn.get(queue);
    if (place == null && !window.marks.isEmpty()) {
      place = window.marks.get(0);
    }
    List<Evidence> evidence = place == null ? List.of() : List.of(place);
    return new Operation(
        row.label(), queue, row.step, verdict, Basis.OBSERVED, reason, argument, evidence);
  }
}
