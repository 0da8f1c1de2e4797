// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static dev.vtrace.decoder.rules.Make.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules on what QEMU says over QMP. */
class QmpRulesTest {
  private static final String ASK = "{\"execute\": \"query-migrate\"}";
  private static final String BLOCKED =
      "<{\"return\": {\"blocked\": true, \"blocked-reasons\": [\"no LOG_SHMFD\"]}}";
  private static final String MIGRATE =
      "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"unix:/m\"}}";

  private static CheckedRun said(String... messages) {
    return run().qmp("src", messages).build();
  }

  private static String status(String status) {
    return "<{\"event\": \"MIGRATION\", \"data\": {\"status\": \"" + status + "\"}}";
  }

  private static String refusal(String kind) {
    return "<{\"error\": {\"class\": \"" + kind + "\", \"desc\": \"no\"}}";
  }

  private static String event(String name, String data) {
    return "<{\"event\": \"" + name + "\", \"data\": {" + data + "}}";
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return Example.tests(
        List.of(
            new Example(
                Code.BLOCKED_REASONS,
                said(ASK, BLOCKED),
                said(ASK, "<{\"return\": {\"blocked\": false}}"),
                said(ASK, BLOCKED, MIGRATE, "<{\"return\": {}}", status("completed"))),
            new Example(
                Code.BLOCK_IO_FAILED,
                said(event("BLOCK_IO_ERROR", "\"device\": \"d\", \"operation\": \"write\"")),
                said(event("STOP", "")),
                said(event("BLOCK_JOB_COMPLETED", "\"device\": \"d\""))),
            new Example(
                Code.GUEST_PANIC,
                said(event("GUEST_PANICKED", "\"action\": \"pause\"")),
                said(event("RESUME", "")),
                said(event("GUEST_CRASHLOADED", "\"action\": \"run\""))),
            new Example(
                Code.COMMAND_REFUSED,
                said(MIGRATE, refusal("GenericError")),
                said(MIGRATE, "<{\"return\": {}}"),
                said("{\"execute\": \"no-such\"}", refusal("CommandNotFound"))),
            new Example(
                Code.COMMAND_REFUSED,
                said("{\"execute\": \"trace-event-set-state\"}", refusal("GenericError")),
                said("{\"execute\": \"trace-event-set-state\"}", "<{\"return\": {}}"),
                // A recorder asks which events there are.
                said("{\"execute\": \"trace-event-get-state\"}", refusal("GenericError"))),
            new Example(
                Code.POSTCOPY_STUCK,
                said(status("postcopy-paused")),
                said(status("postcopy-active"), status("completed")),
                said(status("postcopy-paused"), status("postcopy-recover"), status("completed"))),
            new Example(
                Code.QUERY_REFUSED,
                said(ASK, refusal("GenericError")),
                said(ASK, "<{\"return\": {}}"),
                said(MIGRATE, refusal("GenericError")))));
  }

  @Test
  void theAnswerAndItsPlaceAreNamed() {
    Problem problem = Checker.check(said(MIGRATE, refusal("GenericError"))).problems().get(0);
    assertThat(problem.message()).isEqualTo("migrate was refused: no");
    assertThat(problem.evidence().get(0).location()).isEqualTo("qmp.jsonl:2");
  }
}
