// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.tracer.qmp.QmpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vtrace attach} to real QEMUs. */
class AttachCommandTest {
  @TempDir Path folder;

  private Process qemu(Lab lab, String more) throws Exception {
    lab.start(lab.backend("vu.sock"));
    Lab.listens(lab.file("vu.sock"));
    return lab.start(
        lab.qemu("vm", "vu.sock")
            + " -msg timestamp=on -qmp unix:"
            + lab.file("qmp")
            + ",server=on,wait=off"
            + more);
  }

  @Tag("external")
  @ParameterizedTest
  @ValueSource(ints = {7, 10, 11})
  void eventsAreRecordedAndSwitchedOffAgain(int version) throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(version, folder)) {
      qemu(lab, " -trace enable=vhost_commit -D " + lab.file("own.log"));
      try (QmpClient vm = lab.connect("vm")) {
        Lab.reads(vm, 10);
        long before = Files.size(lab.file("own.log"));
        Process vtrace =
            lab.vtrace("attach", "--qmp", lab.file("qmp").toString(), "-o", recorded.toString());
        Lab.eventually(() -> lab.said().contains("switched on") || !vtrace.isAlive());
        assertThat(Lab.enabled(vm))
            .contains("vhost_commit", "vhost_user_write", "migrate_set_state");
        // Stops and starts the device.
        vm.execute("stop", Map.of());
        vm.execute("cont", Map.of());
        Lab.eventually(
            () -> shown(lab).contains("RESUME") && shown(lab).contains("vhost_dev_start"));
        vtrace.destroy();
        assertThat(Lab.status(vtrace)).as(lab.said()).isZero();
        assertThat(Lab.enabled(vm)).containsExactly("vhost_commit");
        assertThat(lab.said().contains("has no event vhost_virtqueue_*")).isEqualTo(version < 11);
        assertThat(shown(lab)).contains("STOP").contains("vhost_dev_stop");
        // The log in use was followed, and goes on where it was.
        String own = Files.readString(lab.file("own.log")).substring((int) before);
        assertThat(own).contains("vhost_dev_stop");
        assertThat(own).startsWith(Files.readString(recorded.resolve("qemu.trace.log")));
      }
      assertThat(Analysis.of(CaptureFolder.open(recorded)).windows()).hasSize(2);
    }
  }

  private static String shown(Lab lab) {
    try {
      return Files.readString(lab.file("vtrace.out"));
    } catch (IOException e) {
      return "";
    }
  }

  @Tag("external")
  @ParameterizedTest
  @ValueSource(ints = {7, 10, 11})
  void aLogThatIsNoFileIsLedIntoTheCapture(int version) throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(version, folder)) {
      lab.start(lab.backend("vu.sock"));
      Lab.listens(lab.file("vu.sock"));
      // Its standard error is a pipe.
      Process qemu =
          new ProcessBuilder(
                  (lab.qemu("vm", "vu.sock")
                          + " -msg timestamp=on -qmp unix:"
                          + lab.file("qmp")
                          + ",server=on,wait=off")
                      .split(" "))
              .start();
      try (QmpClient vm = lab.connect("vm")) {
        Lab.reads(vm, 10);
        Process vtrace =
            lab.vtrace("attach", "--qmp", lab.file("qmp").toString(), "-o", recorded.toString());
        Lab.eventually(() -> lab.said().contains("switched on") || !vtrace.isAlive());
        vm.execute("stop", Map.of());
        Lab.eventually(() -> shown(lab).contains("vhost_dev_stop"));
        vtrace.destroy();
        assertThat(Lab.status(vtrace)).as(lab.said()).isZero();
        assertThat(Files.readString(recorded.resolve("qemu.trace.log"))).contains("vhost_dev_stop");
        // The log is where it was.
        vm.execute("trace-event-set-state", Map.of("name", "vhost_dev_*", "enable", true));
        vm.execute("cont", Map.of());
        byte[] line = new byte[200];
        int got = qemu.getErrorStream().read(line);
        assertThat(new String(line, 0, got, StandardCharsets.UTF_8)).contains("vhost_dev_start");
      } finally {
        qemu.destroyForcibly();
      }
    }
  }

  /** What is recorded of a QEMU is listed meanwhile, and ends with it. */
  @Tag("external")
  @Test
  void aRecordingIsFollowedAndHasTheCommandLineOfTheProcess() throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(7, folder)) {
      Process qemu = qemu(lab, " -object secret,id=s,data=hunter2 -D " + lab.file("own.log"));
      try (QmpClient vm = lab.connect("vm")) {
        Process vtrace =
            lab.vtrace("attach", "--qmp", lab.file("qmp").toString(), "-o", recorded.toString());
        Lab.eventually(() -> lab.said().contains("switched on") || !vtrace.isAlive());
        try (Child log = Child.vtrace(folder, "log", "--follow", recorded.toString())) {
          log.await(() -> log.says().contains("trace-event-set-state"));
          vm.execute("stop", Map.of());
          log.await(() -> log.says().contains("vhost_dev_stop"));
          qemu.destroy();
          assertThat(Lab.status(vtrace)).as(lab.said()).isZero();
          assertThat(log.status()).as(log.says()).isZero();
          assertThat(log.says()).contains("SHUTDOWN");
        }
      }
    }
    Run setup = Run.vtrace("setup", "-v", recorded.toString());
    assertThat(setup.out()).contains("command line", "vhost-user-blk").doesNotContain("hunter2");
  }

  @Tag("external")
  @Test
  void aQemuThatDiesEndsIt() throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(7, folder)) {
      Process qemu = qemu(lab, "");
      Lab.listens(lab.file("qmp"));
      Process vtrace =
          lab.vtrace("attach", "--qmp", lab.file("qmp").toString(), "-o", recorded.toString());
      Lab.eventually(() -> lab.said().contains("switched on") || !vtrace.isAlive());
      qemu.destroyForcibly();
      assertThat(Lab.status(vtrace)).isZero();
      assertThat(lab.said())
          .contains("QEMU closed the QMP connection")
          .contains("trace events stay on if that QEMU still runs");
    }
  }

  @Tag("external")
  @Test
  void aConnectionThatIsLostIsMadeAgainToPutThingsBack() throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(7, folder)) {
      qemu(lab, "");
      Lab.listens(lab.file("qmp"));
      try (Wire wire = new Wire(lab.file("wire"), lab.file("qmp"));
          QmpClient vm = lab.connect("vm")) {
        Process vtrace =
            lab.vtrace("attach", "--qmp", lab.file("wire").toString(), "-o", recorded.toString());
        Lab.eventually(() -> lab.said().contains("switched on") || !vtrace.isAlive());
        assertThat(Lab.enabled(vm)).isNotEmpty();
        wire.cut();
        assertThat(Lab.status(vtrace)).as(lab.said()).isZero();
        assertThat(Lab.enabled(vm)).as(lab.said()).isEmpty();
        assertThat(lab.said()).contains("QMP connection").doesNotContain("stay on");
      }
    }
  }

  /** To whoever connects, a QEMU that hangs is a socket that nobody accepts from. */
  @Test
  void aQemuThatHangsIsGivenUp() throws Exception {
    Path qmp = folder.resolve("qmp");
    try (ServerSocketChannel hanging = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      hanging.bind(UnixDomainSocketAddress.of(qmp));
      Run run =
          Run.vtrace(
              "attach",
              "--timeout",
              "1",
              "--qmp",
              qmp.toString(),
              "-o",
              folder.resolve("capture").toString());
      assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
      assertThat(run.err()).contains("no QMP greeting within 1 s");
      assertThat(folder.resolve("capture")).doesNotExist();
    }
  }

  @Tag("external")
  @Test
  void killedInTheMiddleItLeavesACapture() throws Exception {
    Path recorded = folder.resolve("capture");
    try (Lab lab = Lab.of(7, folder)) {
      qemu(lab, " -D " + lab.file("own.log"));
      try (QmpClient vm = lab.connect("vm")) {
        Lab.reads(vm, 10);
        Process vtrace =
            lab.vtrace("attach", "--qmp", lab.file("qmp").toString(), "-o", recorded.toString());
        Lab.eventually(() -> lab.said().contains("switched on") || !vtrace.isAlive());
        vm.execute("stop", Map.of());
        Path copy = recorded.resolve("qemu.trace.log");
        Lab.eventually(() -> text(copy).contains("vhost_dev_stop"));
        vtrace.destroyForcibly();
        vtrace.waitFor();
        vm.execute("cont", Map.of());
        Lab.reads(vm, 10);
      }
      assertThat(Analysis.of(CaptureFolder.open(recorded)).windows()).hasSize(1);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  @Tag("external")
  @Test
  void messagesOfARunningProcessAreSeenThroughStrace() throws Exception {
    Path recorded = folder.resolve("capture");
    assumeTrue(Lab.isOnPath("strace"), "skipped: needs strace");
    try (Lab lab = Lab.of(7, folder)) {
      Process qemu = qemu(lab, "");
      try (QmpClient vm = lab.connect("vm")) {
        Lab.reads(vm, 10);
        Process vtrace =
            lab.vtrace("attach", "--pid", Long.toString(qemu.pid()), "-o", recorded.toString());
        Lab.eventually(() -> lab.said().contains("strace stops the process") || !vtrace.isAlive());
        assertThat(lab.said()).contains(lab.file("vu.sock") + ", other end: [qemu-storage-da");
        vm.execute("stop", Map.of());
        vm.execute("cont", Map.of());
        Lab.eventually(
            () -> shown(lab).contains("GET_VRING_BASE") && shown(lab).contains("SET_VRING_KICK"));
        vtrace.destroy();
        assertThat(Lab.status(vtrace)).as(lab.said()).isZero();
        Lab.reads(vm, 10);
      }
    }
  }

  @Test
  void straceEndsWithVtraceHoweverThatEnds() throws Exception {
    assumeTrue(Lab.isOnPath("strace"), "skipped: needs strace");
    assumeTrue(Lab.isOnPath("setpriv"), "skipped: needs setpriv");
    Process traced = new ProcessBuilder("sleep", "600").start();
    try (Lab lab = Lab.empty(folder)) {
      Process vtrace = lab.vtrace("attach", "--pid", Long.toString(traced.pid()), "-o", "capture");
      Lab.eventually(() -> lab.said().contains("strace stops the process") || !vtrace.isAlive());
      assumeTrue(vtrace.isAlive(), "skipped: may not trace");
      ProcessHandle strace =
          ProcessHandle.allProcesses()
              .filter(each -> each.info().commandLine().orElse("").endsWith("-p " + traced.pid()))
              .findFirst()
              .orElseThrow();
      vtrace.destroyForcibly();
      Lab.eventually(() -> !strace.isAlive());
      assertThat(traced.isAlive()).isTrue();
    } finally {
      traced.destroyForcibly();
    }
  }

  @Test
  void aLogAloneIsFollowed() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "vhost_dev_stop 0x1:virtio-blk vrings:1\n");
    try (Lab lab = Lab.empty(folder)) {
      Process vtrace = lab.vtrace("attach", "--follow", log.toString(), "-o", "capture");
      Lab.eventually(() -> Files.exists(folder.resolve("capture/qemu.trace.log")));
      // Whatever was missed before the log was opened, one of these is seen.
      Lab.eventually(
          () -> {
            append(log, "vhost_dev_start 0x1:virtio-blk vrings:1\n");
            return shown(lab).contains("vhost_dev_start");
          });
      vtrace.destroy();
      assertThat(Lab.status(vtrace)).isZero();
      assertThat(shown(lab)).doesNotContain("vhost_dev_stop");
    }
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsMissingIsSaid() {
    Run run = Run.vtrace("attach");
    assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(run.err()).contains("missing --qmp, --libvirt, --follow or --pid");
    assertThat(Run.vtrace("attach", "--pid", "zero").err())
        .contains("'zero' is not a number" + " above 0");
  }

  @Test
  void nobodyThereIsSaid() {
    Run run =
        Run.vtrace(
            "attach",
            "--qmp",
            folder.resolve("none").toString(),
            "-o",
            folder.resolve("capture").toString());
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("no such file or directory");
    assertThat(folder.resolve("capture")).doesNotExist();
  }
}
