// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.join.Joiner;
import dev.vtrace.decoder.analysis.model.Basis;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Operation.OperationStep;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.operation.OperationRow;
import dev.vtrace.decoder.analysis.operation.OperationRow.Due;
import dev.vtrace.decoder.analysis.operation.OperationRow.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives each operation of a window its verdict. */
public final class VerdictMaker {
  /** A transfer of very many queues has as many proofs, and each of them would prove each. */
  private static final int PROOFS = 64;

  private final DeviceFacts facts;
  private final MessageVisibility coverage;
  private final TransferEvidence transfer;
  private final GuestQueues queues;
  private final HandedOverDescriptors handedOver;
  private final Absence absence;

  @SuppressWarnings("NullAway.Init")
  private WindowBuilder window;

  private UnclaimedMessages left = new UnclaimedMessages(List.of());
  private List<Integer> numbers = List.of();
  private List<Operation> out = List.of();

  /** Those that the back-end is not known to have got. */
  private Set<JoinedRequest> unconfirmed = Set.of();

  public VerdictMaker(
      DeviceFacts facts,
      MessageVisibility coverage,
      TransferEvidence transfer,
      GuestQueues queues,
      HandedOverDescriptors handedOver,
      Absence absence) {
    this.facts = facts;
    this.coverage = coverage;
    this.transfer = transfer;
    this.queues = queues;
    this.handedOver = handedOver;
    this.absence = absence;
  }

  /** All operations of a window, in the order of the table. */
  public List<Operation> judge(WindowBuilder of) {
    window = of;
    left = new UnclaimedMessages(of.requests);
    numbers = facts.numbers(of);
    out = new ArrayList<>();
    unconfirmed = new HashSet<>();
    for (JoinedRequest request : window.requests) {
      unconfirmed.add(request);
      if (request.answered) {
        unconfirmed.clear();
      }
    }
    if (Joiner.isWindow(of)) {
      for (OperationRow row : OperationRow.values()) {
        if (row.kind == window.kind) {
          row(row);
        }
      }
    }
    for (JoinedRequest request : left.rest()) {
      out.add(happened(request.name(), request.queue, OperationStep.EXTRA, request));
    }
    return List.copyOf(out);
  }

  private void row(OperationRow row) {
    if (row.due == Due.HANDED_OVER) {
      kept(row);
    } else if (row.due == Due.MIGRATION) {
      spared(row);
    } else if (row.scope == Scope.DEVICE || row.scope == Scope.REGION) {
      device(row);
    } else {
      queues(row);
    }
  }

  private void queues(OperationRow row) {
    boolean known = !numbers.isEmpty();
    int[] due = known && row.scope == Scope.SET_UP ? due() : new int[0];
    for (int i = 0; i < Math.max(1, numbers.size()); i++) {
      int queue = known ? numbers.get(i) : 0;
      JoinedRequest request = left.claim(row.request, queue);
      if (request == null && i < due.length && due[i] == left.unnumbered(row.request)) {
        request = left.claim(row.request, -1);
      }
      if (request != null) {
        out.add(happened(request.name(), queue, row.step, request));
      } else if (!known || left.unnumbered(row.request) > 0) {
        out.add(absence.unknown(window, row, known ? queue : -1, Reason.QUEUES_UNKNOWN, ""));
      } else {
        out.add(absence.of(window, row, queue));
      }
    }
  }

  /**
   * How many queues from each on are set up, -1 where that is not known, or where that one is not.
   * A message of which the log does not say for which queue it was is for this one if there are as
   * many of them, since they go in order.
   */
  private int[] due() {
    int[] due = new int[numbers.size()];
    int count = 0;
    for (int i = due.length - 1; i >= 0; i--) {
      Boolean setUp = queues.setUp(window, numbers.get(i));
      count = count < 0 || setUp == null ? -1 : setUp ? count + 1 : count;
      due[i] = Boolean.TRUE.equals(setUp) ? count : -1;
    }
    return due;
  }

  /** SET_FEATURES is in the table twice: where there is one message, it is vhost_dev_start's. */
  private void device(OperationRow row) {
    int there = left.count(row.request);
    if (there == 0 || row == OperationRow.DEVICE_FEATURES && there == 1) {
      boolean other = row == OperationRow.MEM_REG || row == OperationRow.MEM_TABLE;
      if (!other || absence.applies(window, row) != FeatureUse.ABSENT) {
        out.add(absence.of(window, row, -1));
      }
      return;
    }
    boolean one = row == OperationRow.DEVICE_FEATURES;
    for (JoinedRequest request = left.claim(row.request);
        request != null;
        request = one ? null : left.claim(row.request)) {
      out.add(happened(request.name(), -1, row.step, request));
    }
  }

  private Operation happened(String name, int queue, OperationStep step, JoinedRequest request) {
    List<Evidence> evidence = new ArrayList<>();
    for (Evidence each : new Evidence[] {request.socket, request.trace, request.reply}) {
      if (each != null) {
        evidence.add(each);
      }
    }
    Verdict verdict = Verdict.EXECUTED;
    Reason reason = request.where();
    if (request.refused) {
      verdict = Verdict.FAILED;
      reason = Reason.REFUSED;
    } else if (window.failed() && unconfirmed.contains(request)) {
      verdict = Verdict.FAILED;
      reason = Reason.SENT_INTO_ERROR;
    } else if (request.socket == null && coverage.carries(window)) {
      verdict = Verdict.FAILED;
      reason = Reason.NOT_ON_CONNECTION;
    } else if (window.transfer == Transfer.YES) {
      verdict = Verdict.VIOLATION;
      reason = Reason.FORBIDDEN;
      List<Evidence> proofs = transfer.proofs(window);
      evidence.addAll(proofs.subList(0, Math.min(PROOFS, proofs.size())));
    }
    return new Operation(name, queue, step, verdict, Basis.OBSERVED, reason, "", evidence);
  }

  private boolean handsOver() {
    return window.transfer == Transfer.YES && window.phase == Phase.SWITCHOVER;
  }

  /** What an ordinary migration does before the windows that hand the device over. */
  private void spared(OperationRow row) {
    if (!handsOver()
        || absence.applies(window, row) == FeatureUse.ABSENT
        || absence.happenedOutside(window, row)) {
      return;
    }
    if (row.scope == Scope.DEVICE) {
      out.add(absence.of(window, row, -1));
      return;
    }
    for (int queue : numbers) {
      if (row.scope == Scope.ALL || !Boolean.FALSE.equals(queues.setUp(window, queue))) {
        out.add(absence.of(window, row, queue));
      }
    }
  }

  /** What has no message: a descriptor that travels afterwards was not closed before. */
  private void kept(OperationRow row) {
    for (int queue : handsOver() ? numbers : List.<Integer>of()) {
      HandedOverDescriptors.Proof proof = handedOver.proof(window, row.field(), queue);
      if (proof == null) {
        out.add(absence.unknown(window, row, queue, Reason.NEEDS_DESCRIPTORS, ""));
      } else {
        out.add(
            new Operation(
                row.label(),
                queue,
                row.step,
                Verdict.SKIPPED,
                Basis.OBSERVED,
                Reason.KEPT_OPEN,
                row.gate(true) + " leaves it out; " + proof.why(),
                proof.evidence()));
      }
    }
  }
}
