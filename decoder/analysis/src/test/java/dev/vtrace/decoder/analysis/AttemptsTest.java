// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.LooseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which migration each window belongs to, from logs of a few lines. */
class AttemptsTest {
  @TempDir Path folder;

  private int second;

  /** Lines with times, one second after the other. */
  private String at(int from, String... lines) {
    second = from;
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      for (String each : line.split("\n")) {
        out.append(String.format("2026-11-23T08:%02d:%02d.000000Z ", second / 60, second % 60));
        out.append(each).append('\n');
      }
      second++;
    }
    return out.toString();
  }

  private static String init(String dev) {
    return "vhost_dev_init_in 0x" + dev + "\nvhost_dev_init_out 0x" + dev;
  }

  private static String window(String dev, String kind, boolean transfer) {
    String name = " 0x" + dev + ":virtio-blk";
    return "vhost_dev_"
        + kind
        + "_in"
        + name
        + " vrings:1\n"
        + "vhost_virtqueue_"
        + kind
        + "_in"
        + name
        + " 0\n"
        + (transfer ? "" : "vhost_virtqueue_" + kind + "_out" + name + " 0\n")
        + "vhost_dev_"
        + kind
        + "_out"
        + name;
  }

  private static String state(String state) {
    return "migrate_set_state new state " + state;
  }

  private Migration of(String... logs) throws IOException {
    LooseFiles files = new LooseFiles();
    for (int i = 0; i < logs.length; i += 2) {
      files.trace(logs[i], Files.writeString(folder.resolve(logs[i] + ".log"), logs[i + 1]));
    }
    return Analysis.of(files.capture());
  }

  private static List<String> windows(Migration migration) {
    return migration.windows().stream()
        .map(
            w ->
                String.join(
                    " ",
                    w.participant(),
                    w.kind().label(),
                    w.phase().label(),
                    w.transfer().label(),
                    Integer.toString(w.attempt())))
        .toList();
  }

  /**
   * A postcopy is loaded in two parts; the first one ends well with 1, and failures are negative.
   */
  @Test
  void aLoadingThatEndsWithOneHasNotFailed() throws IOException {
    for (int ret : new int[] {0, 1, -22}) {
      Migration run =
          of(
              "dst",
              at(
                  0,
                  state("setup"),
                  state("active"),
                  "process_incoming_migration_co_end ret=" + ret + " postcopy-state=3"));
      assertThat(run.attempts()).hasSize(1);
      assertThat(run.attempts().get(0).outcome() == Attempt.AttemptOutcome.FAILED)
          .as("ret=" + ret)
          .isEqualTo(ret < 0);
    }
  }

  @Test
  void aResetInTheMiddleIsOrdinary() throws IOException {
    String log =
        at(
            0,
            init("a"),
            window("a", "start", false),
            state("setup"),
            state("active"),
            window("a", "stop", false),
            window("a", "start", false),
            window("a", "stop", false),
            state("device"),
            state("completed"));
    assertThat(windows(of("source", log)))
        .containsExactly(
            "source start ordinary no 0",
            "source stop ordinary no 1",
            "source start ordinary no 1",
            "source stop switchover no 1");
  }

  @Test
  void aResetDuringAMigrationThatIsCancelledIsOrdinary() throws IOException {
    String log =
        at(
            0,
            init("a"),
            window("a", "start", false),
            state("setup"),
            state("active"),
            window("a", "stop", false),
            state("cancelling"),
            state("cancelled"),
            window("a", "start", false));
    Migration migration = of("source", log);
    assertThat(windows(migration))
        .containsExactly(
            "source start ordinary no 0",
            "source stop ordinary no 1",
            "source start ordinary no 0");
    assertThat(migration.attempts().get(0).outcome()).isEqualTo(Attempt.AttemptOutcome.CANCELLED);
  }

  @Test
  void windowsAloneTellOfATransfer() throws IOException {
    String source =
        at(
            0,
            init("a"),
            window("a", "start", false),
            window("a", "stop", false),
            window("a", "start", false),
            window("a", "stop", true));
    String destination =
        at(3, init("b"), "", window("b", "start", true), "", window("b", "stop", false));
    Migration migration = of("source", source, "destination", destination);
    assertThat(windows(migration))
        .containsExactly(
            "source start ordinary no 0",
            "source stop ordinary no 0",
            "source start ordinary no 0",
            "source stop switchover yes 1",
            "destination start switchover yes 1",
            "destination stop ordinary no 0");
    assertThat(migration.attempts()).hasSize(1);
    assertThat(migration.attempts().get(0).source()).isEqualTo("source");
    assertThat(migration.attempts().get(0).destination()).isEqualTo("destination");
    assertThat(migration.attempts().get(0).outcome()).isEqualTo(Attempt.AttemptOutcome.COMPLETED);
  }

  @Test
  void aTransferredStartInTheSameProcessIsARollback() throws IOException {
    String log =
        at(
            0,
            init("a"),
            window("a", "start", false),
            window("a", "stop", true),
            window("a", "start", true),
            window("a", "stop", false));
    Migration migration = of("source", log);
    assertThat(windows(migration))
        .containsExactly(
            "source start ordinary no 0",
            "source stop switchover yes 1",
            "source start rollback yes 1",
            "source stop ordinary no 0");
    assertThat(migration.attempts().get(0).outcome()).isEqualTo(Attempt.AttemptOutcome.UNKNOWN);
  }

  @Test
  void twoHopsAreTwoMigrations() throws IOException {
    String a = at(0, init("a"), window("a", "start", false), window("a", "stop", true));
    String b = at(1, init("b"), "", window("b", "start", true), "", window("b", "stop", true));
    String c =
        at(1, init("c"), "", "", "", "", window("c", "start", true), window("c", "stop", false));
    Migration migration = of("source", a, "middle", b, "destination", c);
    assertThat(windows(migration))
        .containsExactly(
            "source start ordinary no 0",
            "source stop switchover yes 1",
            "middle start switchover yes 1",
            "middle stop switchover yes 2",
            "destination start switchover yes 2",
            "destination stop ordinary no 0");
  }

  @Test
  void aSecondTryIsAnotherMigration() throws IOException {
    String source =
        at(
            0,
            init("a"),
            window("a", "start", false),
            state("setup"),
            state("active"),
            window("a", "stop", true),
            state("device"),
            state("failed"),
            window("a", "start", true),
            state("setup"),
            state("active"),
            window("a", "stop", true),
            state("device"),
            state("completed"),
            "migration_socket_outgoing_connected hostname=");
    String first = at(1, init("b"), state("setup"), state("active"), "", state("failed"));
    String second =
        at(
            8,
            init("c"),
            state("setup"),
            state("active"),
            window("c", "start", true),
            state("completed"),
            window("c", "stop", false));
    Migration migration = of("source", source, "first", first, "destination", second);
    assertThat(migration.attempts())
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.AttemptOutcome.FAILED, Attempt.AttemptOutcome.COMPLETED);
    assertThat(migration.attempts().get(1).destination()).isEqualTo("destination");
    assertThat(windows(migration))
        .containsExactly(
            "source start ordinary no 0",
            "source stop switchover yes 1",
            "source start rollback yes 1",
            "source stop switchover yes 2",
            "destination start switchover yes 2",
            "destination stop ordinary no 0");
  }

  @Test
  void whatOnlyVhostUserBlkDoesIsNotSaidOfAnotherDevice() throws IOException {
    String source = at(0, init("a"), window("a", "start", false), window("a", "stop", true));
    String destination =
        at(2, init("b"), window("b", "start", true), "", window("b", "stop", false));
    Migration migration =
        of(
            "source", source.replace("virtio-blk", "virtio-scsi"),
            "destination", destination.replace("virtio-blk", "virtio-scsi"));
    Window start = migration.windows().get(2);
    assertThat(start.transfer()).isEqualTo(Transfer.YES);
    for (Operation operation : start.operations()) {
      assertThat(operation.why()).doesNotContain("vhost_user_blk");
      boolean device = operation.step() == Operation.OperationStep.DEVICE;
      assertThat(device && operation.verdict() == Verdict.SKIPPED).isFalse();
    }
  }

  @Test
  void aLogWithoutTheEndsOfQueuesProvesNothing() throws IOException {
    String source = at(0, init("a"), window("a", "start", true), window("a", "stop", true));
    String destination = at(1, init("b"), "", window("b", "start", true));
    assertThat(windows(of("source", source, "destination", destination)))
        .containsExactly(
            "source start ordinary unknown 0",
            "source stop ordinary unknown 0",
            "destination start ordinary unknown 0");
  }

  @Test
  void whatOneSideDoesInAnOrdinaryWayTheOtherDoesToo() throws IOException {
    String source = at(0, init("a"), window("a", "start", false), window("a", "stop", true));
    String destination = at(1, init("b"), "", window("b", "start", false));
    // The log of the source has no end of a stopped queue anywhere.
    assertThat(windows(of("source", source, "destination", destination)))
        .contains("source stop ordinary unknown 0", "destination start ordinary no 0");
  }

  @Test
  void aLogThatBeginsInAMigrationTellsHowItEnded() throws IOException {
    String source =
        at(0, state("setup"), state("active"), state("device")) + at(4, state("completed"));
    for (String end : List.of("failed", "completed")) {
      String rest = at(2, "qemu_file_get_fd name fd=7", "vhost_dev_init_in 0xb", state(end));
      Migration migration = of("src", source, "dst", rest);
      assertThat(migration.attempts()).hasSize(1);
      Attempt attempt = migration.attempts().get(0);
      assertThat(attempt.outcome().label()).isEqualTo(end);
      assertThat(attempt.source() + " to " + attempt.destination()).isEqualTo("src to dst");
      Migration alone = of("dst", rest);
      assertThat(alone.attempts()).extracting(each -> each.outcome().label()).containsExactly(end);
      assertThat(alone.attempts().get(0).source()).isEmpty();
    }
  }

  @Test
  void aLogThatBeginsInTheSecondOfTwoMigrationsIsOfTheSecond() throws IOException {
    String source =
        at(0, state("setup"), state("active"), state("failed"))
            + at(10, state("setup"), state("active"), state("device"), state("completed"));
    String second = at(12, "qemu_file_get_fd name fd=7", state("completed"));
    Migration migration = of("src", source, "dst", second);
    assertThat(migration.attempts())
        .extracting(each -> each.outcome().label() + " " + each.destination())
        .containsExactly("failed ", "completed dst");
  }

  /** The other clock shows less of the time, not another time. */
  @Test
  void aLogWithWholeSecondsIsOfTheSameMigration() throws IOException {
    String source =
        at(5, state("setup") + "\n" + state("active") + "\n" + state("completed"))
            .replace(".000000Z", ".700000Z");
    String destination =
        at(4, state("setup"), state("active") + "\n" + state("completed")).replace(".000000Z", "Z");
    Migration migration = of("src", source, "dst", destination);
    assertThat(migration.attempts()).hasSize(1);
    assertThat(migration.attempts().get(0).destination()).isEqualTo("dst");
  }
}
