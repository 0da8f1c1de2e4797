// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static dev.vtrace.decoder.rules.Make.log;
import static dev.vtrace.decoder.rules.Make.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.MessageRow;
import dev.vtrace.decoder.messages.MessageTable;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What lines say, as problems: each code of the table of messages, and the net below it. */
class MessageRulesTest {
  private static final String QEMU = "qemu-system-x86_64: ";
  private static final CheckedRun GOOD =
      log(QEMU + "warning: all is well", "shutting down, reason=migrated");

  /** Lines that begin like what is reported, and are not. */
  private static final Map<Code, String> NEAR =
      Map.of(
          Code.QEMU_REPORTED,
          QEMU + "info: something went wrong",
          Code.BACKEND_REPORTED,
          "vhost.c: 12:start: *NOTICE*: something went wrong",
          Code.VM_ENDED,
          "2026-01-05 10:00:00.031+0000: shutting down, reason=destroyed",
          Code.QEMU_ENDED,
          QEMU + "warning: terminating on signal 15");

  @TestFactory
  Stream<DynamicTest> table() {
    Map<Code, Example> examples = new LinkedHashMap<>();
    for (MessageRow row : MessageTable.rows()) {
      if (row.code() != null && Rules.find(row.code().code()) != null) {
        examples.computeIfAbsent(row.code(), code -> example(row));
      }
    }
    examples.remove(Code.MIGRATION_FAILED);
    examples.remove(Code.CHANNEL_WITHOUT_FDS);
    examples.remove(Code.FD_NOT_SENT);
    for (Code code : List.of(Code.QEMU_REPORTED, Code.BACKEND_REPORTED)) {
      String wrong =
          code == Code.QEMU_REPORTED
              ? QEMU + "something went wrong"
              : "vhost.c: 12:start: *ERROR*: something went wrong";
      examples.put(code, new Example(code, log(wrong), GOOD, log(NEAR.get(code))));
    }
    return Example.tests(List.copyOf(examples.values()));
  }

  private static Example example(MessageRow row) {
    String line = row.examples().get(0);
    boolean libvirt = line.startsWith("shutting down");
    CheckedRun fails =
        row.backEnd()
            ? run().trace("backend", line).build()
            : log(libvirt ? "2026-01-05 10:00:00.031+0000: " + line : QEMU + line);
    String cut = line.substring(0, Math.min(5, line.length() - 1));
    String near = NEAR.getOrDefault(row.code(), QEMU + cut + " is all well");
    return new Example(row.code(), fails, GOOD, log(near));
  }

  private static List<String> codes(CheckedRun run) {
    return Checker.check(run).problems().stream().map(p -> p.code().name()).toList();
  }

  private static String first(CheckedRun run) {
    return Checker.check(run).problems().get(0).message();
  }

  @Test
  void theNetTakesWhatNobodyKnows() {
    assertThat(codes(log(QEMU + "never heard of"))).containsExactly("QEMU_REPORTED");
    assertThat(codes(log("/usr/libexec/qemu-kvm: never heard of")))
        .containsExactly("QEMU_REPORTED");
    assertThat(codes(log("kvm: -device x,y=z: never heard of"))).containsExactly("QEMU_REPORTED");
    assertThat(codes(log("kvm: warning: never heard of", "kvm: -x: warning: nor of this")))
        .isEmpty();
    assertThat(codes(log("never heard of", "sshd: session opened"))).isEmpty();
    assertThat(codes(log(QEMU + "char device redirected to /dev/pts/3 (label c0)"))).isEmpty();
  }

  @Test
  void whatARuleRestsOnIsNotQuotedAgain() {
    assertThat(
            codes(
                log(
                    QEMU + "2 != 1",
                    QEMU + "Failed to load element of type uint32 equal for nvqs: -22")))
        .containsExactly("QUEUES_DIFFER", "LOAD_FIELD_FAILED");
  }

  @Test
  void theGuestIsNotQemu() {
    assertThat(
            codes(
                log(
                    "[    1.234567] virtio_net: Segmentation fault (core dumped)",
                    "[   12.345678] Not a migration stream")))
        .isEmpty();
  }

  @Test
  void featuresHaveNames() {
    CheckedRun run =
        log(
            QEMU + "Features 0x1c0010130afffa7 unsupported. Allowed features: 0x10179bfffe7",
            QEMU + "Failed to load virtio-net:virtio",
            QEMU + "error while loading state for instance 0x0 of device '0000:00:02.0/virtio-net'",
            QEMU + "load of migration failed: Operation not permitted");
    assertThat(first(run))
        .isEqualTo(
            "the guest uses features of 0000:00:02.0/virtio-net that the destination does not"
                + " offer: GUEST_USO4, GUEST_USO6, HOST_USO");
    assertThat(codes(run))
        .containsExactly("GUEST_FEATURES_MISSING", "LOAD_FIELD_FAILED", "MIGRATION_FAILED");
    assertThat(Checker.check(run).problems().get(1).evidence()).hasSize(2);
    String unnamed = first(log(QEMU + "Features 0x3 unsupported. Allowed features: 0x1"));
    assertThat(unnamed).endsWith("does not offer: bit 1");
  }

  @Test
  void aQueueThatIsTooLargeIsNamedWithItsDevice() {
    CheckedRun run =
        log(
            QEMU + "VQ 0 vring.num 1024 exceeds allocated max 256",
            QEMU
                + "load of migration failed: Invalid argument: error while loading state for"
                + " instance 0x0 of device '0000:00:01.0/virtio-blk': Failed to load element of"
                + " type virtio for virtio");
    assertThat(first(run))
        .isEqualTo(
            "0000:00:01.0/virtio-blk: queue 0 has 1024 entries on the source, 256 on the"
                + " destination");
    assertThat(codes(run))
        .containsExactly("QUEUE_SIZE_DIFFERS", "LOAD_FIELD_FAILED", "MIGRATION_FAILED");
    String alone = first(log(QEMU + "VQ 3 vring.num 512 exceeds allocated max 8"));
    assertThat(alone).isEqualTo("queue 3 has 512 entries on the source, 8 on the destination");
  }

  @Test
  void registersHaveNames() {
    String bad = "get_pci_config_device: Bad config data: i=0x%s read: 0 device: c cmask: ff";
    assertThat(first(log(QEMU + bad.formatted("20")))).contains("0x20 (bar4)");
    assertThat(first(log(QEMU + bad.formatted("9a")))).contains("0x9a (a capability)");
    assertThat(
            first(
                log(
                    QEMU + bad.formatted("20"),
                    QEMU
                        + "error while loading state for instance 0x0 of device"
                        + " '00:1/pcie-root-port'")))
        .contains("0x20 (memory_base)");
  }

  @Test
  void aClosedConnectionIsSaidOnlyWhereTheLineSaysSo() {
    String read = "Failed to read msg header. Read %s instead of 12. Original request 40.";
    assertThat(codes(log(QEMU + read.formatted("-1")))).containsExactly("BACKEND_UNREACHABLE");
    assertThat(codes(log(QEMU + read.formatted("0")))).containsExactly("BACKEND_UNREACHABLE");
    assertThat(first(log(QEMU + read.formatted("-1")))).contains("GET_STATUS");
    assertThat(codes(log(QEMU + read.formatted("7")))).containsExactly("VHOST_REPLY_WRONG");
    String op = QEMU + "vhost_set_vring_kick failed: ";
    assertThat(codes(log(op + "Broken pipe (32)"))).containsExactly("BACKEND_UNREACHABLE");
    assertThat(codes(log(op + "Protocol error (71)"))).containsExactly("BACKEND_UNREACHABLE");
    assertThat(codes(log(op + "Input/output error (5)"))).containsExactly("VHOST_REQUEST_FAILED");
    assertThat(first(log(op + "Input/output error (5)"))).contains("EIO");
    assertThat(codes(log(QEMU + "Unable to write to socket: Broken pipe")))
        .containsExactly("SOCKET_FAILED");
  }

  @Test
  void hooksOfSavingThatFailAreTheFirstErrorInAllWordings() {
    for (String hook : List.of("pre-save", "post-save")) {
      for (String text :
          List.of(
              hook + " failed: vhost-user-blk",
              hook + " for vhost-user-blk failed, ret: -22",
              hook + " for vhost-user-blk failed, ret: '-22'",
              hook + " for vhost-user-blk failed, ret: -22: no connection",
              hook + " for vhost-user-blk failed: no connection")) {
        String failed = QEMU + "load of migration failed: Input/output error";
        CheckedRun run = run().trace("dst", failed).trace("src", QEMU + text).build();
        assertThat(codes(run).get(0)).as(text).isEqualTo("SAVE_FAILED");
        assertThat(first(run)).as(text).contains("vhost-user-blk");
      }
    }
  }

  @Test
  void whereTheStreamEndedNoSectionIsAccused() {
    String end = QEMU + "check_section_footer: Read section footer failed: -5";
    String footer =
        QEMU + "load of migration failed: Invalid argument: Section footer error, section_id: 1";
    assertThat(codes(log(footer))).containsExactly("SECTION_MISREAD", "MIGRATION_FAILED");
    assertThat(codes(log(end, footer))).containsExactly("CHANNEL_ERROR", "MIGRATION_FAILED");
  }

  @Test
  void theMessageThatABackEndHandledLastIsNamed() {
    CheckedRun run =
        run()
            .trace(
                "backend",
                "VHOST_CONFIG: (/tmp/v.sock) read message VHOST_USER_SET_MEM_TABLE",
                "VHOST_CONFIG: (/tmp/v.sock) mmap region 0 failed.")
            .build();
    assertThat(codes(run)).containsExactly("BACKEND_MEMORY_FAILED");
    assertThat(first(run)).endsWith("; the message before that is SET_MEM_TABLE");
    assertThat(Checker.check(run).problems().get(0).evidence()).hasSize(2);
  }

  @Test
  void anEndThatWasMeantIsNoFinding() {
    String end = QEMU + "terminating on signal 15 from pid 4711 (/usr/sbin/libvirtd)";
    assertThat(codes(log(end))).containsExactly("QEMU_ENDED");
    assertThat(codes(log("migrate_set_state new state completed", end))).isEmpty();
    assertThat(codes(log(end, "2026-01-05 10:00:00.031+0000: shutting down, reason=migrated")))
        .isEmpty();
    String read = "VHOST_CONFIG: (/tmp/v.sock) read message VHOST_USER_";
    String close = "VHOST_CONFIG: (/tmp/v.sock) vhost peer closed";
    assertThat(codes(run().trace("backend", read + "SET_VRING_KICK", close).build()))
        .containsExactly("BACKEND_SAW_CLOSE");
    CheckedRun stopped =
        run().trace("backend", read + "SET_VRING_KICK", read + "GET_VRING_BASE", close).build();
    assertThat(codes(stopped)).isEmpty();
  }

  @Test
  void aFailedMigrationIsOneProblemWhateverTellsOfIt() {
    String event =
        "<{\"timestamp\": {\"seconds\": 1, \"microseconds\": 1}, \"event\": \"MIGRATION\","
            + " \"data\": {\"status\": \"failed\"}}";
    String reply = "<{\"return\": {\"status\": \"failed\", \"error-desc\": \"no such thing\"}}";
    String query = "{\"execute\": \"query-migrate\"}";
    CheckedRun run = run().qmp("src", event, query, reply, query, reply).build();
    assertThat(codes(run)).containsExactly("MIGRATION_FAILED");
    Problem problem = Checker.check(run).problems().get(0);
    assertThat(problem.message()).isEqualTo("the migration failed: no such thing");
    assertThat(problem.evidence()).hasSize(2);
    assertThat(problem.hint()).doesNotContain("first error");
    assertThat(codes(log("migrate_set_state new state failed")))
        .containsExactly("MIGRATION_FAILED");
    CheckedRun twice =
        log(
            "migrate_set_state new state failed",
            "migrate_set_state new state setup",
            "migrate_set_state new state failed");
    assertThat(codes(twice)).containsExactly("MIGRATION_FAILED", "MIGRATION_FAILED");
  }

  @Test
  void aBlockedMigrationIsToldByQmpToo() {
    String why = "State blocked by non-migratable device '0000:00:04.0/vhost-user-fs'";
    String error = "<{\"error\": {\"class\": \"GenericError\", \"desc\": \"" + why + "\"}}";
    String migrate = "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"tcp:192.0.2.1:1\"}}";
    assertThat(codes(run().qmp("", migrate, error).build())).containsExactly("MIGRATION_BLOCKED");
    String blocked =
        "<{\"return\": {\"blocked\": true, \"blocked-reasons\": [\"Migration disabled: vhost-user"
            + " backend lacks VHOST_USER_PROTOCOL_F_LOG_SHMFD feature.\"]}}";
    CheckedRun run = run().qmp("", "{\"execute\": \"query-migrate\"}", blocked).build();
    assertThat(first(run))
        .isEqualTo("the migration is blocked: the back-end does not offer LOG_SHMFD");
  }
}
