// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static dev.vtrace.decoder.rules.Make.wire;
import static dev.vtrace.decoder.rules.Wire.EVENTFD;
import static dev.vtrace.decoder.rules.Wire.MEMORY;
import static dev.vtrace.decoder.rules.Wire.START;
import static dev.vtrace.decoder.rules.Wire.all;
import static dev.vtrace.decoder.rules.Wire.ring;
import static dev.vtrace.decoder.rules.Wire.running;
import static dev.vtrace.decoder.rules.Wire.start;
import static dev.vtrace.decoder.rules.Wire.stop;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rules on rings and the memory that they lie in: VT31xx. */
class RingRulesTest {
  private static final long VERSION_1 = 1L << 32;
  private static final String ADDRESSES =
      "> SET_VRING_ADDR 0 %d 0 0x%x 0x7f0000003000 0x7f0000002000 0";

  private static Example of(Code code, CheckedRun fails, CheckedRun passes, CheckedRun near) {
    return new Example(code, fails, passes, near);
  }

  @TestFactory
  Stream<DynamicTest> rings() {
    CheckedRun good = wire(running((Object) stop(0)));
    String query = "{\"execute\": \"x-query-virtio-queue-status\"}";
    String[] queried = running("> GET_VRING_BASE 0 0", "< GET_VRING_BASE 0 77 0");
    return Example.tests(
        List.of(
            of(
                Code.RING_CHANGED_RUNNING,
                wire(running("> SET_VRING_NUM 0 64")),
                wire(running(stop(0), "> SET_VRING_NUM 0 64")),
                // Dirty logging is switched on.
                wire(running(String.format(ADDRESSES, 1, 0x7f0000001000L)))),
            of(
                Code.RING_NOT_SET_UP,
                wire(
                    all(
                        START,
                        MEMORY,
                        "> SET_VRING_NUM 0 128",
                        "> SET_VRING_KICK 0 0 0" + EVENTFD)),
                good,
                wire(all("> SET_VRING_KICK 0 0 0" + EVENTFD, START))),
            of(
                Code.RING_USED_AFTER_STOP,
                wire(running(stop(0), "> SET_VRING_KICK 0 0 0" + EVENTFD)),
                wire(running(stop(0), ring(0))),
                wire(running(stop(0), "> SET_VRING_CALL 0 0 0" + EVENTFD))),
            of(
                Code.RING_STOPPED_TWICE,
                wire(running(stop(0), stop(0))),
                good,
                wire(running(stop(0), ring(0), stop(0)))),
            of(
                Code.RING_STOPPED_BY_QUERY,
                Make.run().socket("", queried).qmp("src", query).build(),
                good,
                // A stop that shows in the trace only: the ring was not disabled first.
                Make.run()
                    .socket("", queried)
                    .trace(
                        "src",
                        "vhost_dev_stop_in 0x1:virtio-blk vrings:1",
                        "vhost_dev_stop_out 0x1:virtio-blk")
                    .build()),
            of(
                Code.RING_BEYOND_QUEUES,
                wire(all(START, "> GET_QUEUE_NUM", "< GET_QUEUE_NUM 1", "> SET_VRING_NUM 2 128")),
                good,
                wire(all(START, "> GET_QUEUE_NUM", "< GET_QUEUE_NUM 1", "> SET_VRING_NUM 1 128"))),
            of(
                Code.RING_BEYOND_QUEUES,
                wire(all(START, "> GET_QUEUE_NUM", "< GET_QUEUE_NUM 1", "> SET_VRING_NUM 2 128")),
                good,
                // Twice this number has 63 bits and a sign.
                wire(
                    all(
                        START,
                        "> GET_QUEUE_NUM",
                        "< GET_QUEUE_NUM 4611686018427387904",
                        "> SET_VRING_NUM 2 128"))),
            of(
                Code.RING_SIZE,
                wire(all(START, "> SET_VRING_NUM 0 100")),
                good,
                wire(all(start(1, VERSION_1 | 1L << 34), "> SET_VRING_NUM 0 100"))),
            of(
                Code.RING_MISALIGNED,
                wire(all(START, MEMORY, String.format(ADDRESSES, 0, 0x7f0000001008L))),
                good,
                wire(all(START, MEMORY, String.format(ADDRESSES, 0, 0x7f0000001010L)))),
            of(
                Code.RING_INDEX_LOST,
                wire(running("> GET_VRING_BASE 0 0", "< GET_VRING_BASE 0 0 0")),
                good,
                // The ring never left its beginning.
                wire(
                    running(
                        stop(0),
                        "> SET_VRING_BASE 0 0 0",
                        "> GET_VRING_BASE 0 0",
                        "< GET_VRING_BASE 0 0 0"))),
            of(
                Code.LOG_WITHOUT_BASE,
                wire(all(START, "> SET_FEATURES 0x144000000")),
                wire(all(START, "> SET_LOG_BASE 4096 0 +/memfd", "> SET_FEATURES 0x144000000")),
                wire(all(START, "> SET_FEATURES 0x140000000"))),
            of(
                Code.STATE_WHILE_RUNNING,
                wire(running("> SET_DEVICE_STATE_FD 0 0 +pipe")),
                good,
                wire(running(stop(0), "> SET_DEVICE_STATE_FD 0 0 +pipe")))));
  }

  @TestFactory
  Stream<DynamicTest> queriesByTrafficAlone() {
    String[] queried = running("> GET_VRING_BASE 0 0", "< GET_VRING_BASE 0 77 0");
    return Example.tests(
        List.of(
            of(
                Code.RING_STOPPED_BY_QUERY,
                wire(all(queried, ring(0), stop(0))),
                wire(running((Object) stop(0))),
                // A network device: its rings are never disabled, each stop looks like this.
                wire(queried))));
  }

  @TestFactory
  Stream<DynamicTest> inflightRegions() {
    CheckedRun good =
        wire(all(START, "> SET_INFLIGHT_FD 2112 0 1 128 +/memfd", "> SET_VRING_NUM 0 128"));
    return Example.tests(
        List.of(
            of(
                Code.INFLIGHT_TOO_SMALL,
                wire(all(START, "> SET_INFLIGHT_FD 2048 0 1 128 +/memfd")),
                good,
                wire(all(START, "> SET_INFLIGHT_FD 2064 0 1 128 +/memfd"))),
            of(
                Code.INFLIGHT_RING_LARGER,
                wire(all(START, "> SET_INFLIGHT_FD 2112 0 1 128 +/memfd", "> SET_VRING_NUM 0 256")),
                good,
                wire(all(START, "> SET_VRING_NUM 0 256")))));
  }

  @TestFactory
  Stream<DynamicTest> memory() {
    CheckedRun good = wire(running((Object) stop(0)));
    String again = "> ADD_MEM_REG 0x0 0x100000 0x7f9900000000 0 +/memfd";
    return Example.tests(
        List.of(
            of(
                Code.REGION_ADDED_TWICE,
                wire(running(stop(0), again)),
                good,
                wire(running("> REM_MEM_REG 0x0 0x100000 0x7f0000000000 0", again))),
            of(
                Code.REGIONS_OVERLAP,
                wire(
                    all(
                        START,
                        "> SET_MEM_TABLE 2 0 0x2000 0x10000 0 0x1000 0x1000 0x20000 0 +/a +/b")),
                good,
                wire(
                    all(
                        START,
                        "> SET_MEM_TABLE 2 0 0x1000 0x10000 0 0x1000 0x1000 0x20000 0 +/a +/b"))),
            of(
                Code.REGIONS_TOO_MANY,
                wire(
                    all(
                        START,
                        "> GET_MAX_MEM_SLOTS",
                        "< GET_MAX_MEM_SLOTS 1",
                        MEMORY,
                        "> ADD_MEM_REG 0x100000 0x1000 0x7f0000100000 0 +/memfd")),
                good,
                wire(all(START, "> GET_MAX_MEM_SLOTS", "< GET_MAX_MEM_SLOTS 1", MEMORY))),
            of(
                Code.REGION_NOT_THERE,
                wire(running("> REM_MEM_REG 0x0 0x200000 0x7f0000000000 0")),
                wire(running("> REM_MEM_REG 0x0 0x100000 0x7f0000000000 0")),
                wire(all(MEMORY, "> REM_MEM_REG 0x0 0x200000 0x7f0000000000 0"))),
            of(
                Code.RING_OUTSIDE_MEMORY,
                wire(all(START, MEMORY, String.format(ADDRESSES, 0, 0x7f8000001000L))),
                good,
                // After an IOMMU the addresses are of another kind.
                wire(
                    all(
                        start(0x9f2b, VERSION_1 | 1L << 33),
                        MEMORY,
                        String.format(ADDRESSES, 0, 0x1000))))));
  }
}
