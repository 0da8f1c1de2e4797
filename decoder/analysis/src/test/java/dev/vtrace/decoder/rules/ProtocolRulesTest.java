// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static dev.vtrace.decoder.rules.Make.run;
import static dev.vtrace.decoder.rules.Make.wire;
import static dev.vtrace.decoder.rules.Wire.EVENTFD;
import static dev.vtrace.decoder.rules.Wire.MEMORY;
import static dev.vtrace.decoder.rules.Wire.START;
import static dev.vtrace.decoder.rules.Wire.all;
import static dev.vtrace.decoder.rules.Wire.ring;
import static dev.vtrace.decoder.rules.Wire.running;
import static dev.vtrace.decoder.rules.Wire.start;
import static dev.vtrace.decoder.rules.Wire.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules on single messages and what was known before them: VT30xx. */
class ProtocolRulesTest {
  private static final long VERSION_1 = 1L << 32;
  private static final long PROTOCOL = 1L << 30;

  private static Example of(Code code, CheckedRun fails, CheckedRun passes, CheckedRun near) {
    return new Example(code, fails, passes, near);
  }

  @TestFactory
  Stream<DynamicTest> negotiation() {
    CheckedRun good = wire(running((Object) stop(0)));
    return Example.tests(
        List.of(
            of(
                Code.NOT_NEGOTIATED,
                wire(all(start(1, VERSION_1), "> GET_CONFIG 0 4 0")),
                wire(all(START, "> GET_CONFIG 0 4 0", "< GET_CONFIG 0 4 0")),
                // The recording begins in the middle: nobody knows what was negotiated.
                wire("> SET_VRING_NUM 0 128", "> GET_CONFIG 0 4 0", "< GET_CONFIG 0 4 0")),
            of(
                Code.ENABLE_TOO_EARLY,
                wire("> GET_FEATURES", "< GET_FEATURES 0", "> SET_VRING_ENABLE 0 1"),
                good,
                // As QEMU does for a network device.
                wire(
                    "> GET_FEATURES",
                    "< GET_FEATURES " + PROTOCOL,
                    "> SET_VRING_ENABLE 0 1",
                    "> SET_FEATURES " + PROTOCOL)),
            of(
                Code.PROTOCOL_NOT_OFFERED,
                wire("> GET_FEATURES", "> SET_PROTOCOL_FEATURES 8"),
                good,
                wire(
                    "> GET_PROTOCOL_FEATURES",
                    "< GET_PROTOCOL_FEATURES 0x9f2b",
                    "> SET_PROTOCOL_FEATURES 8")),
            of(
                Code.FEATURES_NOT_OFFERED,
                wire(
                    "> GET_FEATURES",
                    "< GET_FEATURES " + VERSION_1,
                    "> SET_FEATURES " + (1L << 34)),
                good,
                wire("> GET_FEATURES", "< GET_FEATURES " + (VERSION_1 | 1), "> SET_FEATURES 1")),
            of(
                Code.PROTOCOL_INCOMPLETE,
                wire(start(1 << 14 | 1 << 3, VERSION_1)),
                good,
                wire(start(1 << 14 | 1 << 3 | 1 << 5, VERSION_1))),
            of(
                Code.PROTOCOL_AMBIGUOUS,
                wire("> GET_PROTOCOL_FEATURES", "< GET_PROTOCOL_FEATURES " + (1 << 21)),
                good,
                wire("> GET_PROTOCOL_FEATURES", "< GET_PROTOCOL_FEATURES " + (3 << 21))),
            of(
                Code.PROTOCOL_UNKNOWN,
                wire("> GET_PROTOCOL_FEATURES", "< GET_PROTOCOL_FEATURES " + (1 << 24)),
                good,
                wire("> GET_PROTOCOL_FEATURES", "< GET_PROTOCOL_FEATURES " + (1 << 23))),
            of(
                Code.PROTOCOL_CHANGED,
                wire(all(START, "> SET_PROTOCOL_FEATURES 0x9f2a")),
                good,
                wire(all(START, "> SET_PROTOCOL_FEATURES 0x9f2b"))),
            of(
                Code.RESET_OWNER_USED,
                wire(all(START, "> RESET_OWNER")),
                good,
                wire(all(start(1 << 13, VERSION_1), "> RESET_DEVICE"))),
            of(
                Code.NO_OWNER,
                wire("> GET_FEATURES", "< GET_FEATURES 0", "> SET_VRING_NUM 0 128"),
                good,
                wire("> SET_VRING_NUM 0 128"))));
  }

  @TestFactory
  Stream<DynamicTest> messages() {
    CheckedRun good = wire(running(stop(0), "x f"));
    return Example.tests(
        List.of(
            of(
                Code.NEED_REPLY_UNHEARD,
                wire(all(start(1, VERSION_1), "> SET_VRING_NUM 0 128 f=9")),
                wire(all(START, "> SET_VRING_NUM 0 128 f=9", "< SET_VRING_NUM 0")),
                wire(all(start(1 << 8, VERSION_1), "> POSTCOPY_LISTEN f=9"))),
            of(
                Code.REPLY_MISSING,
                wire(
                    all(
                        START,
                        "> SET_VRING_NUM 0 128 f=9",
                        "> GET_QUEUE_NUM",
                        "< GET_QUEUE_NUM 8")),
                good,
                // The recording just ends.
                wire(all(START, "> GET_QUEUE_NUM"))),
            of(
                Code.REPLY_STRAY,
                wire(all(START, "< GET_STATUS 15")),
                good,
                wire(all(START, "> GET_QUEUE_NUM", "< GET_QUEUE_NUM 8"))),
            of(
                Code.REPLY_ERROR,
                wire(all(START, "> SET_VRING_NUM 0 128 f=9", "< SET_VRING_NUM 1")),
                wire(all(START, "> SET_VRING_NUM 0 128 f=9", "< SET_VRING_NUM 0")),
                // A number that is no verdict.
                wire(all(START, "> GET_QUEUE_NUM", "< GET_QUEUE_NUM 8"))),
            of(
                Code.REPLY_FLAGS,
                wire(all(START, "> GET_QUEUE_NUM", "< GET_QUEUE_NUM 8 f=0xd")),
                good,
                wire(all(START, "> SET_VRING_NUM 0 128 f=9", "< SET_VRING_NUM 0"))),
            of(
                Code.REQUEST_FLAGS,
                wire(all(START, "> SET_OWNER f=0x11")),
                good,
                wire(all(START, "> SET_OWNER f=9", "< SET_OWNER 0"))),
            of(
                Code.PAYLOAD_SIZE,
                wire(all(START, "> SET_VRING_NUM 0 128 size=12")),
                good,
                // 20 bytes by the specification, 24 as C lays it out.
                wire(all(START, "> SET_INFLIGHT_FD 2112 0 1 128 size=24 +/memfd"))),
            of(
                Code.CONFIG_SIZE,
                wire(all(START, "> GET_CONFIG 0 60 0", "< GET_CONFIG 0 36 0")),
                wire(all(START, "> GET_CONFIG 0 60 0", "< GET_CONFIG 0 60 0")),
                wire(all(START, "> GET_CONFIG 0 256 0", "< GET_CONFIG 0 256 0"))),
            of(Code.BACKEND_GONE, wire(running("x b")), good, wire(running(stop(0), "x b"))),
            of(
                Code.BACKEND_GONE,
                wire(running("x b closed", "x f passed-on")),
                wire(running("x b passed-on", "x f closed")),
                // The recording does not tell which was first.
                wire(running("x b", "x f"))),
            of(
                Code.BACKEND_GONE,
                wire(running("x f receiver-gone", "x b passed-on")),
                wire(running("x b recorder", "x f recorder")),
                wire(running("x b passed-on"))),
            of(Code.RING_LEFT_RUNNING, wire(running("x f")), good, wire(running())),
            of(
                Code.RING_LEFT_RUNNING,
                wire(running("x f reset", "x b passed-on")),
                wire(running("x f recorder", "x b recorder")),
                wire(running("x f passed-on", "x b closed"))),
            of(
                Code.RING_LEFT_RUNNING,
                wire(running("x b", "x f")),
                wire(running(stop(0), "x b", "x f")),
                // The back-end's end, and a message after it.
                wire(running("x b", "> SET_VRING_NUM 1 128", "x f")))));
  }

  @TestFactory
  Stream<DynamicTest> descriptors() {
    CheckedRun good = wire(running());
    return Example.tests(
        List.of(
            of(
                Code.FD_BIT_DISAGREES,
                wire(running("> SET_VRING_CALL 0 0 0")),
                wire(running("> SET_VRING_CALL 0 1 0", "> SET_VRING_ERR 0 0 0" + EVENTFD)),
                // A recorder that cannot see descriptors.
                wire(all(START, "> SET_VRING_CALL 0 0 0"))),
            of(
                Code.FD_COUNT,
                wire(all(START, MEMORY, "> ADD_MEM_REG 0x200000 0x1000 0x7f0000200000 0")),
                good,
                wire(running("> REM_MEM_REG 0x0 0x100000 0x7f0000000000 0 +/memfd"))),
            of(
                Code.FD_KIND,
                wire(all(START, "> SET_VRING_KICK 0 0 0 +/memfd:ram")),
                good,
                wire(all(START, "> SET_VRING_CALL 0 0 0 +pipe:[123]", ring(1))))));
  }

  @Test
  void theSizeOfAReplyIsNotComparedWithARequestThatWasLetGo() {
    String[] asked = {"> GET_CONFIG 0 60 0", "< GET_CONFIG 0 60 0"};
    int alone = 0;
    // One message more, and the gap ends between another pair.
    for (Object before : List.of(START, all(START, "> SET_OWNER"))) {
      List<Object> parts = new ArrayList<>(List.of(before));
      for (int i = 0; i < 300; i++) {
        parts.add(asked);
      }
      CheckedRun run = run().boundedSocket(100, all(parts.toArray())).build();

      for (SessionStep step : run.connections().get(0).session().steps()) {
        boolean reply = step.role() == SessionStep.MessageRole.REPLY;
        alone += reply && step.answers().isEmpty() ? 1 : 0;
      }
      assertThat(Checker.check(run).problems())
          .noneMatch(problem -> problem.code() == Code.CONFIG_SIZE);
    }
    assertThat(alone).isPositive();
  }
}
