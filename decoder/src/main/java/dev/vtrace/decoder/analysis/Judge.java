// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Operation.Step;
import dev.vtrace.decoder.analysis.OperationRow.Due;
import dev.vtrace.decoder.analysis.OperationRow.Scope;
import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives each operation of a window its verdict. */
final class Judge {
  private final Knowledge knowledge;
  private final Coverage coverage;
  private final Signs signs;
  private final Queues queues;
  private final HandedOver handedOver;
  private final Map<Traffic, Neighbours> neighbours = new HashMap<>();
  private Frame frame;
  private List<Hit> left;
  private List<Operation> out;

  /** Position of the last message that the back-end is known to have got. */
  private int confirmed;

  Judge(Knowledge knowledge, Coverage coverage, Signs signs, Queues queues, HandedOver handedOver) {
    this.knowledge = knowledge;
    this.coverage = coverage;
    this.signs = signs;
    this.queues = queues;
    this.handedOver = handedOver;
  }

  /** All operations of a window, in the order of the table. */
  List<Operation> judge(Frame of) {
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
    for (Hit hit : left) {
      out.add(happened(hit.name(), hit.queue, Step.EXTRA, hit));
    }
    return List.copyOf(out);
  }

  private void row(OperationRow row) {
    if (row.due == Due.HANDED_OVER) {
      kept(row);
      return;
    }
    if (row.scope == Scope.DEVICE) {
      device(row);
      return;
    }
    int count = knowledge.queues(frame);
    for (int queue = 0; queue < Math.max(1, count); queue++) {
      Hit hit = take(row.request, queue);
      if (hit == null && row.scope == Scope.SET_UP) {
        hit = unnumbered(row.request, queue, count);
      }
      if (hit != null) {
        out.add(happened(row.label(), queue, row.step, hit));
      } else if (count < 0) {
        add(row, -1, Verdict.UNKNOWN, "nothing tells how many queues there are");
      } else {
        missing(row, queue);
      }
    }
  }

  /** SET_FEATURES is in the table twice: where there is one message, it is vhost_dev_start's. */
  private void device(OperationRow row) {
    int there = 0;
    for (Hit hit : left) {
      there += hit.is(row.request) ? 1 : 0;
    }
    if (there == 0 || row == OperationRow.DEVICE_FEATURES && there == 1) {
      boolean other = row == OperationRow.MEM_REG || row == OperationRow.MEM_TABLE;
      if (!other || applies(row) != 0) {
        missing(row, -1);
      }
      return;
    }
    boolean one = row == OperationRow.DEVICE_FEATURES;
    for (Hit hit = take(row.request, -1); hit != null; hit = one ? null : take(row.request, -1)) {
      out.add(happened(row.label(), -1, row.step, hit));
    }
  }

  private Hit take(Request request, int queue) {
    for (int i = 0; i < left.size(); i++) {
      Hit hit = left.get(i);
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
  private Hit unnumbered(Request request, int queue, int count) {
    int sent = 0;
    Hit first = null;
    for (Hit hit : left) {
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

  private Operation happened(String name, int queue, Step step, Hit hit) {
    List<Evidence> evidence = new ArrayList<>();
    for (Evidence each : new Evidence[] {hit.socket, hit.trace, hit.reply}) {
      if (each != null) {
        evidence.add(each);
      }
    }
    Verdict verdict = Verdict.EXECUTED;
    String why = hit.where();
    if (hit.refused) {
      verdict = Verdict.FAILED;
      why = "the back-end answered with an error";
    } else if (frame.failed() && frame.hits.indexOf(hit) > confirmed) {
      verdict = Verdict.FAILED;
      why = "sent, but the window ended in an error and nothing shows that it arrived";
    } else if (hit.socket == null && coverage.recorded(frame)) {
      verdict = Verdict.FAILED;
      why = "in the trace, but not on the recorded connection";
    } else if (frame.transfer == Transfer.YES) {
      verdict = Verdict.VIOLATION;
      why = "transfer forbids it: the back-end keeps what it has";
      evidence.addAll(signs.proofs(frame));
    }
    return new Operation(name, queue, step, verdict, why, List.copyOf(evidence));
  }

  /** 1 if what the row needs is negotiated, 0 if not, -1 if nothing tells. */
  private int applies(OperationRow row) {
    if (row.needs.isEmpty()) {
      return 1;
    }
    if (row.needs.startsWith("!")) {
      int has = knowledge.feature(frame.device, row.needs.substring(1));
      return has < 0 ? 0 : 1 - has;
    }
    return knowledge.feature(frame.device, row.needs);
  }

  private void missing(OperationRow row, int queue) {
    int applies = applies(row);
    Boolean setUp = row.scope == Scope.SET_UP ? queues.setUp(frame, queue) : Boolean.TRUE;
    if (applies == 0) {
      boolean without = row.needs.startsWith("!");
      String why = without ? row.needs.substring(1) + " is" : row.needs + " is not";
      add(row, queue, Verdict.NOT_DUE, why + " negotiated");
    } else if (Boolean.FALSE.equals(setUp)) {
      add(row, queue, Verdict.NOT_DUE, "the guest has not set the queue up");
    } else if (row.due == Due.LOGGING && notLogging()) {
      add(row, queue, Verdict.NOT_DUE, "writes to guest memory are not logged");
    } else if (row.due == Due.VRINGS && !frame.vrings) {
      add(row, queue, Verdict.NOT_DUE, "the device enables its rings itself");
    } else if (row.due == Due.OPTIONAL) {
      add(row, queue, Verdict.NOT_DUE, "QEMU need not do it");
    } else if (row.due == Due.FRESH && !fresh()) {
      add(row, queue, Verdict.NOT_DUE, "the back-end has it from before");
    } else if (!coverage.shows(frame) && !entered(row, queue)) {
      add(row, queue, Verdict.UNKNOWN, coverage.missing(frame));
    } else if (applies < 0) {
      add(row, queue, Verdict.UNKNOWN, "nothing tells whether " + row.needs + " is negotiated");
    } else if (setUp == null) {
      add(row, queue, Verdict.UNKNOWN, "nothing tells whether the guest has set the queue up");
    } else {
      decided(row, queue);
    }
  }

  private void decided(OperationRow row, int queue) {
    switch (frame.transfer) {
      case YES:
        String why = "backend transfer: " + row.gate() + " leaves it out";
        out.add(operation(row, queue, Verdict.SKIPPED, why, silence(queue)));
        break;
      case UNKNOWN:
        add(row, queue, Verdict.UNKNOWN, "no message, and no sign of transfer either");
        break;
      default:
        if (row.due == Due.TRANSFER || row.due == Due.FRESH || row.due == Due.LOGGING) {
          add(row, queue, Verdict.NOT_DUE, "the device does not do it in this start");
        } else if (frame.failed()) {
          add(row, queue, Verdict.FAILED, "the window ended before it: " + frame.failure);
        } else if (frame.cut || !frame.ended) {
          add(row, queue, Verdict.UNKNOWN, "the trace ends inside the window");
        } else {
          add(row, queue, Verdict.VIOLATION, "it was due and is missing");
        }
    }
  }

  /** The window shows by itself that this queue was passed over; a second sign says by what. */
  private boolean entered(OperationRow row, int queue) {
    return row.scope == Scope.SET_UP
        && frame.transfer == Transfer.YES
        && frame.passedOver()
        && frame.queuesIn.containsKey(queue);
  }

  private boolean notLogging() {
    if (frame.transfer == Transfer.YES) {
      return true;
    }
    for (Hit hit : frame.hits) {
      if (hit.is(Request.SET_FEATURES) && hit.value >= 0) {
        return (hit.value >> 26 & 1) == 0;
      }
    }
    return frame.phase != Phase.ROLLBACK;
  }

  /** Whether the back-end can have nothing of this process yet. */
  private boolean fresh() {
    return frame.role == Role.DESTINATION && frame.phase == Phase.SWITCHOVER
        || frame.transfer != Transfer.YES;
  }

  /** The queue's own {@code _in} without {@code _out} says most, then the ends of the window. */
  private List<Evidence> silence(int queue) {
    List<Evidence> evidence = new ArrayList<>();
    if (frame.queuesIn.containsKey(queue)) {
      evidence.add(frame.queuesIn.get(queue));
    }
    evidence.addAll(frame.marks);
    evidence.addAll(signs.proofs(frame).subList(0, Math.min(2, signs.proofs(frame).size())));
    Traffic traffic = coverage.recording(frame);
    if (traffic != null) {
      Neighbours known = neighbours.computeIfAbsent(traffic, Neighbours::new);
      evidence.addAll(known.around(frame.endNs));
    }
    return List.copyOf(evidence);
  }

  /** What has no message: a descriptor that travels afterwards was not closed before. */
  private void kept(OperationRow row) {
    if (frame.transfer != Transfer.YES
        || frame.kind != Kind.STOP
        || frame.phase != Phase.SWITCHOVER) {
      return;
    }
    int count = knowledge.queues(frame);
    for (int queue = 0; queue < count; queue++) {
      HandedOver.Proof proof = handedOver.proof(frame, row.field(), queue);
      if (proof == null) {
        add(row, queue, Verdict.UNKNOWN, "needs the stream, or qemu_file_put_fd events");
      } else {
        String why = "backend transfer: " + row.gate() + " leaves it out; " + proof.why();
        out.add(operation(row, queue, Verdict.SKIPPED, why, proof.evidence()));
      }
    }
  }

  private void add(OperationRow row, int queue, Verdict verdict, String why) {
    Evidence place = frame.queuesIn.get(queue);
    if (place == null && !frame.marks.isEmpty()) {
      place = frame.marks.get(0);
    }
    List<Evidence> evidence = place == null ? List.of() : List.of(place);
    out.add(operation(row, queue, verdict, why, evidence));
  }

  private static Operation operation(
      OperationRow row, int queue, Verdict verdict, String why, List<Evidence> evidence) {
    return new Operation(row.label(), queue, row.step, verdict, why, evidence);
  }
}
