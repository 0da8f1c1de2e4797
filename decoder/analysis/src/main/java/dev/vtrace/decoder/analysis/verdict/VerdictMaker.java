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
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.List;

/** Gives each operation of a window its verdict. */
public final class VerdictMaker {
  private final DeviceFacts knowledge;
  private final MessageVisibility coverage;
  private final TransferEvidence signs;
  private final GuestQueues queues;
  private final HandedOverDescriptors handedOver;
  private final Absence absence;

  private WindowBuilder frame;
  private List<JoinedRequest> left;
  private List<Operation> out;

  /** Position of the last message that the back-end is known to have got. */
  private int confirmed;

  public VerdictMaker(
      DeviceFacts knowledge,
      MessageVisibility coverage,
      TransferEvidence signs,
      GuestQueues queues,
      HandedOverDescriptors handedOver,
      Absence absence) {
    this.knowledge = knowledge;
    this.coverage = coverage;
    this.signs = signs;
    this.queues = queues;
    this.handedOver = handedOver;
    this.absence = absence;
  }

  /** All operations of a window, in the order of the table. */
  public List<Operation> judge(WindowBuilder of) {
    frame = of;
    left = new ArrayList<>(of.hits);
    out = new ArrayList<>();
    confirmed = -1;
    for (int i = 0; i < frame.hits.size(); i++) {
      confirmed = frame.hits.get(i).answered ? i : confirmed;
    }
    if (Joiner.isWindow(of)) {
      for (OperationRow row : OperationRow.values()) {
        if (row.kind == frame.kind) {
          row(row);
        }
      }
    }
    for (JoinedRequest hit : left) {
      out.add(happened(hit.name(), hit.queue, OperationStep.EXTRA, hit));
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
    int count = knowledge.queues(frame);
    for (int queue = 0; queue < Math.max(1, count); queue++) {
      JoinedRequest hit = claim(row.request, queue);
      if (hit == null && row.scope == Scope.SET_UP) {
        hit = unnumbered(row.request, queue, count);
      }
      if (hit != null) {
        out.add(happened(hit.name(), queue, row.step, hit));
      } else if (count < 0 || left.stream().anyMatch(h -> h.is(row.request) && h.queue < 0)) {
        out.add(absence.unknown(frame, row, count < 0 ? -1 : queue, Reason.QUEUES_UNKNOWN, ""));
      } else {
        out.add(absence.of(frame, row, queue));
      }
    }
  }

  /** SET_FEATURES is in the table twice: where there is one message, it is vhost_dev_start's. */
  private void device(OperationRow row) {
    int there = 0;
    for (JoinedRequest hit : left) {
      there += hit.is(row.request) ? 1 : 0;
    }
    if (there == 0 || row == OperationRow.DEVICE_FEATURES && there == 1) {
      boolean other = row == OperationRow.MEM_REG || row == OperationRow.MEM_TABLE;
      if (!other || absence.applies(frame, row) != 0) {
        out.add(absence.of(frame, row, -1));
      }
      return;
    }
    boolean one = row == OperationRow.DEVICE_FEATURES;
    for (JoinedRequest hit = claim(row.request, -1);
        hit != null;
        hit = one ? null : claim(row.request, -1)) {
      out.add(happened(hit.name(), -1, row.step, hit));
    }
  }

  private JoinedRequest claim(Request request, int queue) {
    for (int i = 0; i < left.size(); i++) {
      JoinedRequest hit = left.get(i);
      if (hit.is(request) && (queue < 0 || hit.queue == queue)) {
        return left.remove(i);
      }
    }
    return null;
  }

  /**
   * A message of which the log does not say for which queue it was: it was for this one if there
   * are as many of them as queues that are set up, since they go in order.
   */
  private JoinedRequest unnumbered(Request request, int queue, int count) {
    int sent = 0;
    JoinedRequest first = null;
    for (JoinedRequest hit : left) {
      if (hit.is(request) && hit.queue < 0) {
        first = first == null ? hit : first;
        sent++;
      }
    }
    int due = 0;
    for (int each = queue; each < count; each++) {
      Boolean setUp = queues.setUp(frame, each);
      if (setUp == null || each == queue && !setUp) {
        return null;
      }
      due += setUp ? 1 : 0;
    }
    if (first == null || due != sent) {
      return null;
    }
    left.remove(first);
    return first;
  }

  private Operation happened(String name, int queue, OperationStep step, JoinedRequest hit) {
    List<Evidence> evidence = new ArrayList<>();
    for (Evidence each : new Evidence[] {hit.socket, hit.trace, hit.reply}) {
      if (each != null) {
        evidence.add(each);
      }
    }
    Verdict verdict = Verdict.EXECUTED;
    Reason reason = hit.where();
    if (hit.refused) {
      verdict = Verdict.FAILED;
      reason = Reason.REFUSED;
    } else if (frame.failed() && frame.hits.indexOf(hit) > confirmed) {
      verdict = Verdict.FAILED;
      reason = Reason.SENT_INTO_ERROR;
    } else if (hit.socket == null && coverage.carries(frame)) {
      verdict = Verdict.FAILED;
      reason = Reason.NOT_ON_CONNECTION;
    } else if (frame.transfer == Transfer.YES) {
      verdict = Verdict.VIOLATION;
      reason = Reason.FORBIDDEN;
      evidence.addAll(signs.proofs(frame));
    }
    return new Operation(name, queue, step, verdict, Basis.OBSERVED, reason, "", evidence);
  }

  private boolean handsOver() {
    return frame.transfer == Transfer.YES && frame.phase == Phase.SWITCHOVER;
  }

  /** What an ordinary migration does before the windows that hand the device over. */
  private void spared(OperationRow row) {
    if (!handsOver() || absence.applies(frame, row) == 0 || absence.happenedOutside(frame, row)) {
      return;
    }
    if (row.scope == Scope.DEVICE) {
      out.add(absence.of(frame, row, -1));
      return;
    }
    for (int queue = 0; queue < knowledge.queues(frame); queue++) {
      if (row.scope == Scope.ALL || !Boolean.FALSE.equals(queues.setUp(frame, queue))) {
        out.add(absence.of(frame, row, queue));
      }
    }
  }

  /** What has no message: a descriptor that travels afterwards was not closed before. */
  private void kept(OperationRow row) {
    int count = handsOver() ? knowledge.queues(frame) : 0;
    for (int queue = 0; queue < count; queue++) {
      HandedOverDescriptors.Proof proof = handedOver.proof(frame, row.field(), queue);
      if (proof == null) {
        out.add(absence.unknown(frame, row, queue, Reason.NEEDS_DESCRIPTORS, ""));
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
