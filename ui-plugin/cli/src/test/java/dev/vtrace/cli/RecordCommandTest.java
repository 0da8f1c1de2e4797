// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.tracer.qmp.QmpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vtrace record} with real QEMUs. */
class RecordCommandTest {
  @TempDir Path folder;

  private Path plan(Lab lab, String more) throws Exception {
    return Files.writeString(
        folder.resolve("plan"),
        String.join(
                "\n",
                "backend " + lab.backend("source.sock"),
                "backend " + lab.backend("destination.sock"),
                "vhost-user " + lab.file("source.sock"),
                "vhost-user " + lab.file("destination.sock"),
                "source " + lab.qemu("source", "source.sock"),
                "destination " + lab.qemu("destination", "destination.sock"),
                "wait-for vhost_dev_start*",
                more)
            + "\n");
  }

  @Tag("external")
  @ParameterizedTest
  @ValueSource(ints = {7, 10, 11})
  void theLedgerIsThatOfARunWithoutVtrace(int version) throws Exception {
    Path logs = Files.createDirectory(folder.resolve("without"));
    try (Lab lab = Lab.of(version, folder)) {
      without(lab, logs);
    }
    for (String each :
        List.of("source.sock", "destination.sock", "source.test.qmp", "destination.test.qmp")) {
      Files.deleteIfExists(folder.resolve(each));
    }
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(version, folder)) {
      Process vtrace =
          lab.vtrace("record", plan(lab, "after 600").toString(), "-o", recorded.toString());
      Lab.eventually(() -> lab.said().contains("migration: completed") || !vtrace.isAlive());
      try (QmpClient destination = lab.connect("destination")) {
        Lab.reads(destination, 100);
      }
      vtrace.destroy();
      assertThat(Lab.status(vtrace)).as(lab.said()).isZero();
    }

    Migration with = Analysis.of(CaptureFolder.open(recorded));
    Migration onlyLogs = Analysis.of(CaptureFolder.open(recorded).only(InputRole.TRACE));
    Migration alone =
        Analysis.of(
            new LooseFiles()
                .trace("source", logs.resolve("source.log"))
                .trace("destination", logs.resolve("destination.log"))
                .capture());
    assertThat(ledger(onlyLogs)).isNotEmpty().isEqualTo(ledger(alone));
    assertThat(executed(with)).isEqualTo(executed(alone));
    assertThat(with.totals().get(Verdict.FAILED)).isZero();
    assertThat(with.totals().get(Verdict.VIOLATION)).isZero();
    assertThat(with.totals().get(Verdict.UNKNOWN)).isZero();

    Run decoded = Run.vtrace("decode", recorded.resolve("stream.bin").toString());
    assertThat(decoded.status()).isEqualTo(ExitStatus.OK);
    assertThat(decoded.out()).contains("\ncomplete, ").contains(", 0 unreachable");
    try (var files = Files.list(recorded)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  /** The same migration, by hand: nobody between, logs only. */
  private static void without(Lab lab, Path logs) throws Exception {
    for (String side : List.of("source", "destination")) {
      lab.start(lab.backend(side + ".sock"));
      Lab.listens(lab.file(side + ".sock"));
    }
    StringBuilder trace = new StringBuilder(" -msg timestamp=on");
    for (String pattern : List.of("vhost_*", "migrat*", "runstate_set", "vm_state_notify")) {
      trace.append(" -trace enable=").append(pattern);
    }
    lab.start(lab.qemu("source", "source.sock") + trace + " -D " + logs.resolve("source.log"));
    lab.start(
        lab.qemu("destination", "destination.sock")
            + trace
            + " -incoming defer -D "
            + logs.resolve("destination.log"));
    try (QmpClient source = lab.connect("source");
        QmpClient destination = lab.connect("destination")) {
      Lab.reads(source, 10);
      String uri = "unix:" + lab.file("migration");
      destination.execute("migrate-incoming", Map.of("uri", uri));
      source.execute("migrate", Map.of("uri", uri));
      Lab.eventually(() -> status(source).equals("completed"));
      Lab.reads(destination, 100);
      // They end as those of a recording do.
      source.execute("quit", Map.of());
      destination.execute("quit", Map.of());
      Lab.eventually(() -> source.isLost() && destination.isLost());
    }
  }

  private static String status(QmpClient qmp) {
    try {
      String status = qmp.execute("query-migrate", Map.of()).value("return.status");
      return status == null ? "none" : status;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Windows and verdicts, without times, pointers and evidence. */
  private static List<String> ledger(Migration migration) {
    List<String> out = new ArrayList<>();
    for (Window window : migration.windows()) {
      String head =
          window.role() + " " + window.kind() + " " + window.phase() + " " + window.transfer();
      for (Operation operation : window.operations()) {
        out.add(
            head + " " + operation.name() + " " + operation.queue() + " " + operation.verdict());
      }
    }
    return out;
  }

  /** What was executed, without what logs alone do not tell: queues, and phases of QEMU 7.2. */
  private static List<String> executed(Migration migration) {
    List<String> out = new ArrayList<>();
    for (Window window : migration.windows()) {
      for (Operation operation : window.operations()) {
        if (operation.verdict() == Verdict.EXECUTED) {
          out.add(window.role() + " " + window.kind() + " " + operation.name());
        }
      }
    }
    Collections.sort(out);
    return out;
  }

  @Tag("external")
  @ParameterizedTest
  @ValueSource(ints = {7, 10, 11})
  void runningQemusAreAsBefore(int version) throws Exception {
    try (Lab lab = Lab.of(version, folder)) {
      for (String side : List.of("source", "destination")) {
        lab.start(lab.backend(side + ".sock"));
        Lab.listens(lab.file(side + ".sock"));
        String more = side.equals("source") ? "" : " -incoming defer";
        lab.start(
            lab.qemu(side, side + ".sock")
                + more
                + " -msg timestamp=on -trace enable=vhost_commit -qmp unix:"
                + lab.file(side + ".qmp")
                + ",server=on,wait=off");
      }
      Path recorded = folder.resolve("capture");
      try (QmpClient source = lab.connect("source");
          QmpClient destination = lab.connect("destination")) {
        Lab.reads(source, 10);
        Process vtrace =
            lab.vtrace(
                "record",
                "--source-qmp",
                lab.file("source.qmp").toString(),
                "--destination-qmp",
                lab.file("destination.qmp").toString(),
                "-c",
                "multifd=on",
                "-p",
                "multifd-channels=3",
                "-o",
                recorded.toString());
        assertThat(Lab.status(vtrace)).as(lab.said()).isZero();
        assertThat(Lab.enabled(source)).containsExactly("vhost_commit");
        assertThat(Lab.enabled(destination)).containsExactly("vhost_commit");
        for (QmpClient side : List.of(source, destination)) {
          assertThat(side.human("info migrate_capabilities")).contains("multifd: off");
          assertThat(side.human("info migrate_parameters")).contains("multifd-channels: 2");
        }
        assertThat(source.execute("query-status", Map.of()).value("return.status"))
            .isEqualTo("postmigrate");
        Lab.reads(destination, 100);
      }
      assertThat(Files.list(recorded).map(file -> file.getFileName().toString()))
          .contains("stream.bin", "qmp.jsonl", "source.trace.log", "destination.trace.log")
          .filteredOn(name -> name.startsWith("channel-") && name.endsWith(".bin"))
          .hasSize(3);
      assertThat(Files.readString(recorded.resolve("qmp.jsonl")))
          .doesNotContain("\"quit\"")
          .contains("\"multifd-channels\":3");
      Migration migration = Analysis.of(CaptureFolder.open(recorded));
      assertThat(migration.windows()).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Tag("external")
  @Test
  void ctrlCInTheMiddleLeavesACapture() throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(7, folder)) {
      Process vtrace =
          lab.vtrace(
              "record",
              plan(lab, "parameter max-bandwidth=100000").toString(),
              "-o",
              recorded.toString());
      Lab.eventually(() -> lab.said().contains("migration: active") || !vtrace.isAlive());
      new ProcessBuilder("kill", "-INT", Long.toString(vtrace.pid())).start().waitFor();
      assertThat(Lab.status(vtrace)).as(lab.said()).isEqualTo(1);
      // What it started has ended with it.
      assertThat(running()).isEmpty();
      assertThat(Files.readString(recorded.resolve("capture.json"))).contains("\"sha256\"");
      assertThat(Analysis.of(CaptureFolder.open(recorded)).windows()).isNotEmpty();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }

  @Tag("external")
  @Test
  void killedInTheMiddleItLeavesACapture() throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(7, folder)) {
      Process vtrace =
          lab.vtrace(
              "record",
              plan(lab, "parameter max-bandwidth=100000").toString(),
              "-o",
              recorded.toString());
      Lab.eventually(() -> size(recorded.resolve("stream.bin")) > 0 || !vtrace.isAlive());
      // Two back-ends, two QEMUs, vtrace itself.
      assertThat(running()).hasSizeGreaterThanOrEqualTo(5);
      vtrace.destroyForcibly();
      vtrace.waitFor();
      Migration migration = Analysis.of(CaptureFolder.open(recorded));
      assertThat(migration.windows()).isNotEmpty();
      assertThat(executed(migration)).contains("SOURCE START SET_VRING_KICK");
      Run decoded = Run.vtrace("decode", recorded.resolve("stream.bin").toString());
      assertThat(decoded.status()).isEqualTo(ExitStatus.FOUND_WRONG);
      assertThat(decoded.out()).contains("header").contains("truncated");
      assumeTrue(Lab.isOnPath("setpriv"), "skipped: needs setpriv");
      // The kernel ends what it started.
      Lab.eventually(() -> running().isEmpty());
    } finally {
      running().forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Programs of the lab, whoever has started them. */
  private List<ProcessHandle> running() {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
        .toList();
  }

  @Tag("external")
  @Test
  void aMigrationThatIsNotOursGoesOnAfterCtrlC() throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(7, folder)) {
      for (String side : List.of("source", "destination")) {
        lab.start(lab.backend(side + ".sock"));
        Lab.listens(lab.file(side + ".sock"));
        String more = side.equals("source") ? "" : " -incoming defer";
        lab.start(
            lab.qemu(side, side + ".sock")
                + more
                + " -qmp unix:"
                + lab.file(side + ".qmp")
                + ",server=on,wait=off");
      }
      try (QmpClient source = lab.connect("source");
          QmpClient destination = lab.connect("destination")) {
        Lab.reads(source, 10);
        Process vtrace =
            lab.vtrace(
                "record",
                "--source-qmp",
                lab.file("source.qmp").toString(),
                "--destination-qmp",
                lab.file("destination.qmp").toString(),
                "-p",
                "max-bandwidth=100000",
                "-o",
                recorded.toString());
        Lab.eventually(() -> status(source).equals("active") || !vtrace.isAlive());
        vtrace.destroy();
        Lab.eventually(() -> lab.said().contains("ends when it has ended") || !vtrace.isAlive());
        assertThat(status(source)).as(lab.said()).isEqualTo("active");
        source.execute("migrate-set-parameters", Map.of("max-bandwidth", 1_000_000_000L));
        assertThat(Lab.status(vtrace)).as(lab.said()).isNotNegative();
        assertThat(status(source)).isEqualTo("completed");
        assertThat(Lab.enabled(source)).isEmpty();
        Lab.reads(destination, 100);
      }
    }
  }

  /** Without a return path the source does not hear of it. */
  @Tag("external")
  @ParameterizedTest
  @ValueSource(ints = {7, 11})
  void aDestinationThatCannotLoadIsAFailure(int version) throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(version, folder)) {
      Path plan = plan(lab, "");
      String other =
          lab.qemu("destination", "destination.sock").replace("num-queues=2", "num-queues=1");
      plan = Files.writeString(plan, Files.readString(plan) + "destination " + other + "\n");
      Process vtrace = lab.vtrace("record", plan.toString(), "-o", recorded.toString());
      assertThat(Lab.status(vtrace)).as(lab.said()).isEqualTo(1);
      assertThat(lab.said()).contains("destination: ");
      assertThat(Files.readString(lab.file("vtrace.out"))).contains("error VT");
    }
    assertThat(Files.readString(recorded.resolve("destination.stderr"))).isNotEmpty();
    assertThat(CaptureFolder.open(recorded).inputs())
        .filteredOn(input -> input.name().equals("destination.stderr"))
        .singleElement()
        .satisfies(
            input -> {
              assertThat(input.role()).isEqualTo(InputRole.TRACE);
              assertThat(input.participant()).isEqualTo("destination");
            });
  }

  @Test
  void whatIsMissingIsSaid() {
    Run run = Run.vtrace("record");
    assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(run.err()).contains("missing source, the command that starts a QEMU");
  }

  @Test
  void aProgramThatIsNotThereIsSaid() {
    Path recorded = folder.resolve("capture");
    Run run =
        Run.vtrace(
            "record",
            "--source",
            "no-such-qemu -x",
            "--destination",
            "no-such-qemu",
            "-o",
            recorded.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("source: cannot start no-such-qemu: No such file or directory");
  }

  @Test
  void aProgramThatEndsAtOnceIsSaid() {
    Path recorded = folder.resolve("capture");
    Run run =
        Run.vtrace(
            "record",
            "--source",
            "sh -c 'echo cannot do that >&2; exit 4'",
            "--destination",
            "true",
            "-o",
            recorded.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("source: ended with status 4: cannot do that");
  }
}
