// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people paste into reports, where messages of QEMU are what it holds. */
class WildMessagesTest {
  private static Path wild;

  @BeforeAll
  static void there() {
    wild = Recordings.root().resolve("../shared/wild").normalize();
    assumeThat(Files.isDirectory(wild)).isTrue();
  }

  private static CheckResult check(Capture capture) throws IOException {
    return Checker.check(CheckedRun.of(capture));
  }

  private static CheckResult log(String side, String file) throws IOException {
    return check(new LooseFiles().trace(side, wild.resolve(file)).capture());
  }

  private static CheckResult qmp(String file) throws IOException {
    return check(new LooseFiles().add(InputRole.QMP, wild.resolve(file)).capture());
  }

  private static Problem first(CheckResult result) {
    assertThat(result.problems()).isNotEmpty();
    assertThat(result.problems().get(0).severity()).isEqualTo(Severity.ERROR);
    return result.problems().get(0);
  }

  private static List<Code> codes(CheckResult result) {
    return result.problems().stream().map(Problem::code).toList();
  }

  @Test
  void aLoadThatLostItsPlace() throws IOException {
    CheckResult result = log("destination", "01-load-failed-libvirt-log/dst.log");
    assertThat(first(result).code()).isEqualTo(Code.SECTION_MISREAD);
    assertThat(first(result).message()).contains("0000:00:01.3/piix4_pm").contains("another size");
    assertThat(codes(result))
        .containsExactly(Code.SECTION_MISREAD, Code.MIGRATION_FAILED, Code.VM_ENDED);
    assertThat(result.problems().get(1).evidence().get(0).line()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"old.log", "new.log"})
  void aDeviceThatTheDestinationLacks(String file) throws IOException {
    CheckResult result = log("destination", "02-unknown-section/" + file);
    assertThat(first(result).code()).isEqualTo(Code.DEVICE_MISSING);
    assertThat(first(result).message()).contains("0000:00:05.0/virtio-net");
    assertThat(codes(result)).containsExactly(Code.DEVICE_MISSING, Code.MIGRATION_FAILED);
  }

  @Test
  void featuresThatTheDestinationLacks() throws IOException {
    CheckResult result = log("destination", "03-features-unsupported/dst.log");
    assertThat(first(result).rank()).isEqualTo(Rank.CAUSE);
    assertThat(first(result).evidence().get(0).line()).isEqualTo(1);
    assertThat(first(result).message())
        .isEqualTo(
            "the guest uses features of 0000:00:02.0/virtio-net that the destination does not"
                + " offer: GUEST_USO4, GUEST_USO6, HOST_USO");
    Problem load = result.problems().get(1);
    assertThat(load.code()).isEqualTo(Code.LOAD_FIELD_FAILED);
    assertThat(load.evidence()).extracting(place -> place.line()).containsExactly(2L, 3L);
  }

  @Test
  void aFailureThatOnlyTheStateTells() throws IOException {
    CheckResult result = log("source", "05-set-state-failed-unseen/src.log");
    assertThat(codes(result)).containsExactly(Code.MIGRATION_FAILED);
    assertThat(first(result).evidence().get(0).line()).isEqualTo(3);
    assertThat(first(result).hint()).doesNotContain("first error");
  }

  @Test
  void migrationsThatAreBlocked() throws IOException {
    Problem line = first(log("source", "07-blockers/src.log"));
    assertThat(line.code()).isEqualTo(Code.MIGRATION_BLOCKED);
    assertThat(line.message()).contains("LOG_SHMFD");
    Problem refused = first(qmp("07-blockers/qmp.json"));
    assertThat(refused.code()).isEqualTo(Code.MIGRATION_BLOCKED);
    assertThat(refused.message()).contains("0000:00:04.0/vhost-user-fs");
    assertThat(first(qmp("07-blockers/query.json")).message()).contains("LOG_SHMFD");
  }

  @Test
  void aReasonThatQmpGives() throws IOException {
    CheckResult result = qmp("08-qmp-error-desc/qmp.json");
    Problem failed =
        result.problems().stream()
            .filter(problem -> problem.code() == Code.MIGRATION_FAILED)
            .findFirst()
            .orElseThrow();
    assertThat(failed.message())
        .isEqualTo("the migration failed: Unable to write to socket: Broken pipe");
    assertThat(failed.evidence()).extracting(place -> place.line()).containsExactly(4L, 6L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kvm.log",
        "path.log",
        "path2.log",
        "prompt.log",
        "qemu-kvm.log",
        "qemu.log",
        "quoted.log",
        "version.log"
      })
  void namesOfQemu(String file) throws IOException {
    CheckResult result = log("destination", "15-names-of-qemu/" + file);
    assertThat(codes(result)).containsExactly(Code.LOAD_FIELD_FAILED, Code.MIGRATION_FAILED);
    assertThat(first(result).path()).contains("0000:00:04.0/virtio-blk");
  }

  @Test
  void textOfWhichNothingIsUnderstood() throws IOException {
    for (String file : List.of("ch.log", "passwd.txt")) {
      CheckResult result = log("source", "18-any-text-passes/" + file);
      assertThat(result.problems()).isEmpty();
      assertThat(result.understood()).isFalse();
      assertThat(result.files().get(0).refusal()).contains(file).contains("says nothing");
    }
  }

  @Test
  void linesThatLibvirtQuotes() throws IOException {
    assertThat(codes(log("source", "20-nested-line-is-no-race/nova.log")))
        .contains(Code.RING_INCONSISTENT);
    assertThat(codes(log("destination", "20-nested-line-is-no-race/virsh.txt")))
        .contains(Code.CHANNEL_ERROR);
  }

  @Test
  void theCauseIsFirst() throws IOException {
    CheckResult result = log("destination", "24-report-loses-the-cause/dst.log");
    assertThat(codes(result)).containsExactly(Code.RING_INCONSISTENT, Code.LOAD_FIELD_FAILED);
    assertThat(first(result).path()).contains("0000:00:04.0/virtio-blk");
  }
}
