// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static dev.vtrace.decoder.rules.Make.log;
import static dev.vtrace.decoder.rules.Make.run;
import static dev.vtrace.decoder.rules.Wire.START;
import static dev.vtrace.decoder.rules.Wire.all;
import static dev.vtrace.decoder.rules.Wire.running;
import static dev.vtrace.decoder.rules.Wire.start;
import static dev.vtrace.decoder.rules.Wire.stop;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rules on what both sides must have in common, and on streams: VT34xx and VT35xx. */
class SidesRulesTest {
  private static final String QEMU = "qemu-system-x86_64: ";
  private static final String BAD_CONFIG =
      QEMU + "get_pci_config_device: Bad config data: i=0x9a read: 1 device: 2 cmask: ff";
  private static final String OUT =
      "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"unix:/m\"}}";
  private static final String IN = "{\"execute\": \"migrate-incoming\"}";
  private static final long VERSION_1 = 1L << 32;

  private static Example of(Code code, CheckedRun fails, CheckedRun passes, CheckedRun near) {
    return new Example(code, fails, passes, near);
  }

  private static String capability(boolean on) {
    return "{\"execute\": \"migrate-set-capabilities\", \"arguments\": {\"capabilities\":"
        + " [{\"capability\": \"local-vhost-user-blk\", \"state\": "
        + on
        + "}]}}";
  }

  private static String parameter(String value) {
    return "{\"execute\": \"migrate-set-parameters\", \"arguments\": {\"backend-transfer\": [\""
        + value
        + "\"]}}";
  }

  private static String[] status(int queues) {
    return new String[] {
      "{\"execute\": \"x-query-virtio-status\"}", "<{\"return\": {\"num-vqs\": " + queues + "}}"
    };
  }

  private static CheckedRun told(String source, String destination) {
    return run()
        .qmp("src", source, OUT)
        .qmp("dst", destination, IN)
        .attempt(Attempt.AttemptOutcome.UNKNOWN)
        .build();
  }

  private static CheckedRun counted(int source, int destination) {
    return run()
        .qmp("src", status(source))
        .qmp("dst", status(destination))
        .attempt(Attempt.AttemptOutcome.UNKNOWN)
        .build();
  }

  @TestFactory
  Stream<DynamicTest> settings() {
    CheckedRun good = told(capability(true), capability(true));
    return Example.tests(
        List.of(
            of(
                Code.QUEUES_DIFFER,
                log(
                    QEMU + "2 != 1",
                    QEMU + "Failed to load element of type uint32 equal for nvqs: -22"),
                counted(2, 2),
                log(
                    QEMU + "2 != 1",
                    QEMU + "Failed to load element of type uint32 equal for n: -22")),
            of(
                Code.VECTORS_DIFFER,
                run().trace("dst", BAD_CONFIG).stream(StateOf.device(1).msix(0x98)).build(),
                good,
                // Another place than that of the table's size.
                run().trace("dst", BAD_CONFIG).stream(StateOf.device(1).msix(0x84)).build()),
            of(
                Code.TRANSFER_ONE_SIDED,
                told(capability(false), capability(true)),
                good,
                // The other side's QMP was not recorded.
                run()
                    .qmp("dst", capability(true), IN)
                    .attempt(Attempt.AttemptOutcome.UNKNOWN)
                    .build()),
            of(
                Code.TRANSFER_LISTS_DIFFER,
                told(parameter("a"), parameter("b")),
                good,
                told(parameter("a"), parameter("a")))));
  }

  @TestFactory
  Stream<DynamicTest> queueCountsByQmp() {
    return Example.tests(
        List.of(
            of(
                Code.QUEUES_DIFFER,
                counted(2, 4),
                counted(4, 4),
                run().qmp("src", status(4)).build())));
  }

  private static CheckedRun both(String[] source, String[] destination) {
    return run()
        .socket("src", source)
        .socket("dst", destination)
        .attempt(Attempt.AttemptOutcome.COMPLETED)
        .build();
  }

  @TestFactory
  Stream<DynamicTest> backEnds() {
    CheckedRun good = both(running((Object) stop(0)), all(START, "> SET_VRING_BASE 0 77 0"));
    String[] config = all(START, "> GET_CONFIG 0 4 0", "< GET_CONFIG 0 4 0 1");
    return Example.tests(
        List.of(
            of(
                Code.BACKEND_FEATURES_DIFFER,
                both(start(0x9f2b, VERSION_1 | 1L << 29), start(0x9f2b, VERSION_1)),
                good,
                // More is no harm.
                both(start(0x9f2b, VERSION_1), start(0x9f2b, VERSION_1 | 1L << 29))),
            of(
                Code.BACKEND_PROTOCOL_DIFFERS,
                both(START, start(0x8f2b, VERSION_1)),
                good,
                run().socket("src", START).build()),
            of(
                Code.BACKEND_CONFIG_DIFFERS,
                both(config, all(START, "> GET_CONFIG 0 4 0", "< GET_CONFIG 0 4 0 2")),
                both(config, config),
                both(config, START)),
            of(
                Code.RING_INDEX_DIFFERS,
                both(running((Object) stop(0)), all(START, "> SET_VRING_BASE 0 5 0")),
                good,
                // A reset of the guest, after the ring went on where it had stopped.
                both(
                    running((Object) stop(0)),
                    all(START, "> SET_VRING_BASE 0 77 0", "> SET_VRING_BASE 0 0 0")))));
  }

  @TestFactory
  Stream<DynamicTest> streams() {
    String[] stopped = running((Object) stop(0));
    CheckedRun good =
        run().socket("src", stopped).leaves(StateOf.NAME).stream(StateOf.ordinary(1, 77))
            .attempt(Attempt.AttemptOutcome.COMPLETED)
            .build();
    return Example.tests(
        List.of(
            of(
                Code.STREAM_INDEX,
                run().socket("src", stopped).leaves(StateOf.NAME).stream(StateOf.ordinary(1, 5))
                    .attempt(Attempt.AttemptOutcome.COMPLETED)
                    .build(),
                good,
                // Under transfer the index is stale by design, also if the ring is stopped later.
                run().socket("src", stopped).leaves(StateOf.NAME).stream(StateOf.device(1))
                    .attempt(Attempt.AttemptOutcome.COMPLETED)
                    .build()),
            of(
                Code.STREAM_FEATURES_CUT,
                run().stream(StateOf.device(1).part("virtio/128bit_features")).build(),
                good,
                run().stream(StateOf.ordinary(1, 0).part("virtio/128bit_features")).build()),
            of(
                Code.STREAM_QUEUES,
                run().stream(StateOf.device(2).vhost(1, 8)).build(),
                run().stream(StateOf.device(2).vhost(2, 8)).build(),
                run().stream(StateOf.device(8).vhost(8, 8)).build()),
            of(
                Code.STREAM_INFLIGHT_LOST,
                run().stream(StateOf.ordinary(1, 40).region(0, 0, true)).build(),
                run().stream(StateOf.ordinary(1, 40).region(39, 0, true)).build(),
                // The first request of all is in flight: nothing was completed, which is right.
                run().stream(StateOf.ordinary(1, 1).region(0, 0, true)).build()),
            of(
                Code.STREAM_INFLIGHT_SIZE,
                run().stream(StateOf.device(2).vhost(2, 8).inflight(2112)).build(),
                run().stream(StateOf.device(2).vhost(2, 8).inflight(4224)).build(),
                run().stream(StateOf.device(1).vhost(1, 8).inflight(2064)).build()),
            of(
                Code.STREAM_DEVICE_BROKEN,
                run().stream(StateOf.ordinary(1, 0).status("DRIVER_OK", "NEEDS_RESET")).build(),
                run().stream(StateOf.ordinary(1, 0).status("DRIVER_OK")).build(),
                run().stream(StateOf.ordinary(1, 0).part("virtio/broken")).build()),
            of(
                Code.STREAM_SOCKET_DISAGREE,
                run().socket("src", START).attempt(Attempt.AttemptOutcome.COMPLETED).stream(
                        StateOf.device(1).vhost(1, 8).user(0x8f2b, 8, false))
                    .build(),
                run().socket("src", START).attempt(Attempt.AttemptOutcome.COMPLETED).stream(
                        StateOf.device(1).vhost(1, 8).user(0x9f2b, 8, false))
                    .build(),
                // Two connections: which is the device's is not known.
                run()
                    .socket("src", START)
                    .socket("src", START)
                    .attempt(Attempt.AttemptOutcome.COMPLETED)
                    .stream(StateOf.device(1).vhost(1, 8).user(0x8f2b, 8, false))
                    .build())));
  }

  @TestFactory
  Stream<DynamicTest> lines() {
    return Example.tests(
        List.of(
            line(
                Code.CONFIG_SPACE_DIFFERS,
                "Bad config data: i=0x2 read: 1 device: 42 cmask: ff",
                "get_pci_config_device: config data"),
            of(
                Code.FIELD_DIFFERS,
                log(
                    QEMU + "2 != 1",
                    QEMU + "Failed to load element of type uint32 equal for n: -22"),
                log(QEMU + "all is well"),
                log(QEMU + "2 != 1", QEMU + "something else")),
            of(
                Code.BACKEND_PANIC,
                log("PANIC: regions with overlapping guest physical addresses"),
                log("terminating on signal 15"),
                log("panic=-1 on the kernel's command line")),
            line(
                Code.RING_INCONSISTENT,
                "VQ 0 size 0x80 Guest index 0x1105 inconsistent with Host index 0x0: delta 0x1105",
                "VQ 0 size 0x80 Guest index 0x1105"),
            line(
                Code.LOAD_HOOK_FAILED,
                "post load hook failed for: vhost-inflight, version_id: 0, ret: -22",
                "post load hook for: vhost-inflight"),
            line(
                Code.LOAD_FIELD_FAILED,
                "Failed to load element of type virtio for virtio: -22",
                "Failed to load the disk"),
            line(
                Code.SAVE_FAILED,
                "Save of field backend-transfer-char-tmp/fd failed",
                "Save of the day"),
            line(
                Code.BACKEND_UNREACHABLE,
                "vhost_set_vring_kick failed: Broken pipe (32)",
                "the vhost_user thing that failed before"),
            line(
                Code.VHOST_START_FAILED,
                "vhost-user-blk: vhost start failed: Error starting it",
                "vhost-user-blk: vhost start"),
            line(
                Code.QEMU_ABORTED,
                "../util/error.c:62: error_setv: Assertion `*errp == NULL' failed.",
                "assertion that all is well"),
            line(
                Code.CHANNEL_ERROR,
                "Channel error: Input/output error",
                "Channel does not support file descriptor passing"),
            line(Code.SIBLING_FAILED, "Sibling indicated error 1", "siblings are fine")));
  }

  private static Example line(Code code, String fails, String near) {
    return of(code, log(QEMU + fails), log(QEMU + "terminating on signal 15"), log(QEMU + near));
  }
}
