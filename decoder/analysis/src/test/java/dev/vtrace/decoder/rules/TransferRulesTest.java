// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static dev.vtrace.decoder.rules.Make.analysed;
import static dev.vtrace.decoder.rules.Make.log;
import static dev.vtrace.decoder.rules.Make.run;
import static dev.vtrace.decoder.rules.Make.wire;
import static dev.vtrace.decoder.rules.Wire.running;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Basis;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.stream.StreamDescriptor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rules on descriptors in streams and on the hand-over itself: VT32xx and VT33xx. */
class TransferRulesTest {
  private static final String PUT = "qemu_file_put_fd ioc migration-socket-outgoing, fd ";
  private static final String GET = "qemu_file_get_fd ioc migration-socket-incoming -> fd ";
  private static final String ON =
      "{\"execute\": \"migrate-set-capabilities\", \"arguments\": {\"capabilities\":"
          + " [{\"capability\": \"local-vhost-user-blk\", \"state\": true}]}}";

  private static Example of(Code code, CheckedRun fails, CheckedRun passes, CheckedRun near) {
    return new Example(code, fails, passes, near);
  }

  @TestFactory
  Stream<DynamicTest> descriptors() {
    CheckedRun good =
        passed(
            whole(PUT + "21 -> status 0", PUT + "22 -> status 0"), whole(GET + "20", GET + "21"));
    return Example.tests(
        List.of(
            of(
                Code.CHANNEL_WITHOUT_FDS,
                log(
                    "qemu-system-x86_64: Channel does not support file descriptor passing: Invalid"),
                good,
                log("qemu-system-x86_64: Channel error: Input/output error")),
            of(
                Code.FD_CLOSED_BEFORE_SAVE,
                log(PUT + "-1 -> status -1"),
                good,
                // The descriptor is open: something else is wrong.
                log(PUT + "21 -> status -1")),
            of(
                Code.FD_NOT_SENT,
                log(PUT + "21 -> status -1"),
                good,
                // That the channel passes none is said.
                log(PUT + "21 -> status -1", "x does not support fd passing")),
            of(
                Code.CHANNEL_WITHOUT_FDS,
                run()
                    .qmp("src", migrate("tcp:192.0.2.1:1"))
                    .trace("src", PUT + "21 -> status -1")
                    .build(),
                run()
                    .qmp("src", migrate("unix:/m.sock"))
                    .trace("src", PUT + "21 -> status -1")
                    .build(),
                run()
                    .qmp("src", migrate("tcp:192.0.2.1:1"))
                    .trace("src", PUT + "-1 -> status -1")
                    .build()),
            of(
                Code.FD_NOT_CLAIMED,
                log("qemu-system-x86_64: warning: qemu_fclose: received fd 25 was never claimed"),
                good,
                log("qemu-system-x86_64: received fd 25")),
            of(
                Code.FD_SIDES_DISAGREE,
                passed(whole(PUT + "21 -> status 0", PUT + "22 -> status 0"), whole(GET + "20")),
                good,
                // The destination's trace begins after it has taken some.
                passed(
                    whole(PUT + "21 -> status 0", PUT + "22 -> status 0"),
                    GET + "20",
                    "migrate_set_state new state completed")),
            of(
                Code.FD_CLAIMED_TWICE,
                taken(GET + "20", GET + "20"),
                good,
                taken(GET + "20", "migration_cleanup ", GET + "20")),
            of(Code.FD_STANDARD, log(PUT + "0 -> status 0"), good, log(PUT + "3 -> status 0")),
            of(
                Code.FD_FIELD_KIND,
                run().stream(
                        StateOf.device(1),
                        new StreamDescriptor(0, 5, "virtio/queues[0]/host_notifier", "socket"))
                    .build(),
                run().stream(
                        StateOf.device(1),
                        new StreamDescriptor(0, 5, "virtio/queues[0]/host_notifier", "eventfd"))
                    .build(),
                // What the recorder could not tell is no proof.
                run().stream(
                        StateOf.device(1),
                        new StreamDescriptor(0, 5, "virtio/queues[0]/host_notifier", ""))
                    .build())));
  }

  private static CheckedRun passed(String[] source, String... destination) {
    return run()
        .trace("src", source)
        .trace("dst", destination)
        .attempt(Attempt.AttemptOutcome.UNKNOWN)
        .build();
  }

  /** The trace of a migration from its beginning to its end. */
  private static String[] whole(String... lines) {
    return Wire.all(
        new String[] {"migrate_set_state new state setup"},
        Wire.all(lines, "migrate_set_state new state completed"));
  }

  private static CheckedRun taken(String... lines) {
    return run().trace("dst", lines).attempt(Attempt.AttemptOutcome.UNKNOWN).build();
  }

  private static CheckedRun told(String... messages) {
    return run().qmp("src", messages).attempt(Attempt.AttemptOutcome.UNKNOWN).build();
  }

  @TestFactory
  Stream<DynamicTest> needsOfADevice() {
    CheckedRun good = run().stream(StateOf.device(1).vhost(1, 8).inflight(2112)).build();
    return Example.tests(
        List.of(
            of(
                Code.NEVER_STARTED,
                run().stream(StateOf.unstarted(1).vhost(1, 8).inflight(0)).build(),
                good,
                run().stream(StateOf.ordinary(1, 0)).build()),
            of(
                Code.NO_INFLIGHT_REGION,
                run().stream(StateOf.device(1).vhost(1, 8).inflight(0)).build(),
                good,
                // It never ran: that it has no region is not what is wrong.
                run().stream(StateOf.unstarted(1).vhost(1, 8).inflight(0)).build()),
            of(
                Code.TRANSFER_OVER_TLS,
                told(ON, parameters("tls0")),
                told(ON),
                told(parameters("tls0"))),
            of(
                Code.CHARDEV_LAYERS,
                told(chardevs("telnet:unix:/run/vu.sock")),
                told(chardevs("unix:/run/vu.sock")),
                told(chardevs("unix:/run/telnet:vu.sock"))),
            of(
                Code.SOURCE_STILL_SPEAKS,
                handedOver("> GET_VRING_BASE 0 0 p=4711")
                    .attempt(Attempt.AttemptOutcome.COMPLETED)
                    .build(),
                handedOver("> GET_VRING_BASE 0 0 p=4712")
                    .attempt(Attempt.AttemptOutcome.COMPLETED)
                    .build(),
                // A migration that fails gives the connection back.
                handedOver("> SET_VRING_ENABLE 0 0 p=4711")
                    .attempt(Attempt.AttemptOutcome.FAILED)
                    .build())));
  }

  private static Make handedOver(String last) {
    String[] first = {"> GET_FEATURES p=4711", "< GET_FEATURES 0 p=9", "> SET_OWNER p=4711"};
    return run().socket("", Wire.all(first, "> SET_FEATURES 0 p=4712", last));
  }

  private static String migrate(String uri) {
    return "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"" + uri + "\"}}";
  }

  private static String parameters(String tls) {
    return "{\"execute\": \"migrate-set-parameters\", \"arguments\": {\"tls-creds\": \""
        + tls
        + "\"}}";
  }

  private static String[] chardevs(String filename) {
    return new String[] {
      ON,
      "<{\"return\": {}}",
      "{\"execute\": \"query-chardev\"}",
      "<{\"return\": [{\"label\": \"c0\", \"filename\": \"" + filename + "\"}]}"
    };
  }

  @TestFactory
  Stream<DynamicTest> ledger() {
    CheckedRun good =
        run().window(window(Phase.SWITCHOVER, "src", Transfer.YES, Verdict.SKIPPED)).build();
    return Example.tests(
        List.of(
            of(
                Code.MIGRATION_CANCELLED,
                told("{\"execute\": \"migrate_cancel\"}"),
                good,
                log("migrate_set_state new state completed")),
            of(
                Code.TRANSFER_FORBIDS,
                run()
                    .window(window(Phase.SWITCHOVER, "src", Transfer.YES, Verdict.VIOLATION))
                    .build(),
                good,
                run()
                    .window(window(Phase.SWITCHOVER, "src", Transfer.NO, Verdict.EXECUTED))
                    .build()),
            of(
                Code.OPERATION_MISSING,
                run()
                    .window(window(Phase.SWITCHOVER, "src", Transfer.NO, Verdict.VIOLATION))
                    .build(),
                good,
                run()
                    .window(window(Phase.SWITCHOVER, "src", Transfer.NO, Verdict.NOT_DUE))
                    .build()),
            of(
                Code.OPERATION_FAILED,
                run().window(window(Phase.SWITCHOVER, "src", Transfer.NO, Verdict.FAILED)).build(),
                good,
                run()
                    .window(window(Phase.SWITCHOVER, "src", Transfer.NO, Verdict.UNKNOWN))
                    .build()),
            of(
                Code.SOURCE_UNAWARE,
                run()
                    .attempt(Attempt.AttemptOutcome.COMPLETED, Attempt.AttemptOutcome.FAILED)
                    .build(),
                run().attempt(Attempt.AttemptOutcome.COMPLETED).build(),
                run().attempt(Attempt.AttemptOutcome.FAILED).build()),
            of(
                Code.BOTH_RUN,
                run()
                    .window(window(Phase.SWITCHOVER, "dst", Transfer.YES, Verdict.SKIPPED))
                    .window(window(Phase.ROLLBACK, "src", Transfer.YES, Verdict.SKIPPED))
                    .build(),
                good,
                run().window(window(Phase.ROLLBACK, "src", Transfer.YES, Verdict.SKIPPED)).build()),
            of(
                Code.ERROR_HANDLER_LOST,
                run().window(window(Phase.ROLLBACK, "src", Transfer.YES, Verdict.SKIPPED)).build(),
                good,
                run().window(window(Phase.ROLLBACK, "src", Transfer.NO, Verdict.EXECUTED)).build()),
            of(
                Code.MIGRATION_FAILED,
                run().attempt(Attempt.AttemptOutcome.FAILED).build(),
                run().attempt(Attempt.AttemptOutcome.COMPLETED).build(),
                run().attempt(Attempt.AttemptOutcome.CANCELLED).build())));
  }

  private static Window window(Phase phase, String who, Transfer transfer, Verdict verdict) {
    Operation operation =
        new Operation(
            "SET_VRING_NUM",
            0,
            Operation.OperationStep.VHOST,
            verdict,
            Basis.OBSERVED,
            Reason.ON_SOCKET,
            "",
            List.of(new Evidence(who + ".log", 1, 0, "text")));
    return new Window(
        "w1",
        Role.OTHER,
        who,
        "disk",
        Window.WindowKind.START,
        5,
        6,
        1,
        phase,
        transfer,
        "",
        false,
        false,
        List.of(),
        List.of(operation));
  }

  @TestFactory
  Stream<DynamicTest> queues() {
    String begin = "vhost_dev_stop_in 0x1:virtio-blk vrings:2";
    String end = "vhost_dev_stop_out 0x1:virtio-blk";
    String in = "vhost_virtque_stop_in 0x1:virtio-blk 0";
    String in1 = "vhost_virtque_stop_in 0x1:virtio-blk 1";
    String out = "vhost_virtque_stop_out 0x1:virtio-blk 0";
    String write = "vhost_user_write req:11 (GET_VRING_BASE) flags:0x1";
    String other = "vhost_user_write req:1 (GET_FEATURES) flags:0x1";
    CheckedRun good = analysed(begin, in, write, out, end);
    CheckedRun transferred =
        analysed(
            other,
            "migrate_set_state new state setup",
            "migration_fd_outgoing fd=5",
            "migrate_set_state new state active",
            begin,
            in,
            end,
            PUT + "5 -> status 0",
            "migrate_set_state new state completed");
    return Example.tests(
        List.of(
            of(
                Code.QUEUE_FAILED,
                analysed(begin, in, write, out, end, begin, in, write, "vhost_dev_cleanup 0x1:"),
                good,
                transferred),
            of(Code.QUEUE_CUT, analysed(begin, in, write, out, end, begin, in), good, transferred),
            of(Code.QUEUE_UNEXPLAINED, analysed(other, begin, in, end), good, transferred),
            of(Code.QUEUE_TRANSFERRED, transferred, good, analysed(other, begin, in, end)),
            of(
                Code.QUEUE_NOT_SET_UP,
                analysed(begin, in, write, out, in1, end),
                good,
                transferred)));
  }

  @TestFactory
  Stream<DynamicTest> queuesOfOtherVersions() {
    String[] newer = {
      "vhost_user_write req:8 (SET_VRING_NUM) flags:0x1",
      "vhost_dev_stop_in 0x1:virtio-blk vrings:1",
      "vhost_virtqueue_stop_in 0x1:virtio-blk 0",
      "vhost_dev_stop_out 0x1:virtio-blk",
    };
    // Before 11.1 there is one event for a stop, and none for queues.
    CheckedRun older =
        analysed("vhost_user_write req:8 flags:0x1", "vhost_dev_stop 0x1:virtio-blk vrings:1");
    return Example.tests(
        List.of(of(Code.QUEUE_UNEXPLAINED, analysed(newer), older, wire(running()))));
  }
}
