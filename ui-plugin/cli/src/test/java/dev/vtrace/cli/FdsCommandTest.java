// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static dev.vtrace.cli.Run.vtrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.tracer.qmp.QmpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace fds}, on captures and on live processes. */
class FdsCommandTest {
  @TempDir Path folder;

  @Test
  void aCaptureWithoutIdentitiesIsShownAsEver() {
    Path sample = Path.of("").toAbsolutePath().resolve("../../samples/backend-transfer-2q");
    Run run = vtrace("fds", sample.normalize().toString());
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out())
        .contains("eventfd  claimed  queues[0]/host_notifier", "all evidence agrees")
        .doesNotContain(" = SET_", "not SET_");
  }

  @Test
  void aLiveProcessIsShown() throws IOException {
    Path open = Files.writeString(folder.resolve("held.txt"), "x");
    String self = Long.toString(ProcessHandle.current().pid());
    try (var held = Files.newInputStream(open)) {
      assertThat(held.read()).isEqualTo('x');
      Run run = vtrace("fds", "--pid", self);
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.out()).contains("process " + self, open.toString());
      assertThat(vtrace("fds", "--format", "json", "--pid", self).out())
          .contains("\"format\" : \"vtrace-fds/1\"", "\"objects\" : [", open.toString());
    }
  }

  @Test
  void wrongProcessesAreNamed() {
    assertThat(vtrace("fds", "--pid", "x").status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(vtrace("fds", "--pid", "0").status()).isEqualTo(ExitStatus.WRONG_USAGE);
    Run gone = vtrace("fds", "--pid", "999999999");
    assertThat(gone.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(gone.err()).contains("process 999999999: there is no such process");
  }

  /** The back-end of a real QEMU holds the notifiers that it was given. */
  @Test
  @Tag("external")
  void realQemuAndItsBackendShareWhatWasPassed() throws Exception {
    try (Lab lab = Lab.of(7, folder)) {
      Process backend = lab.start(lab.backend("be.sock"));
      Lab.eventually(() -> Files.exists(lab.file("be.sock")));
      Path capture = lab.file("capture");
      lab.vtrace(
          "proxy",
          "vhost-user",
          "--listen",
          lab.file("vu.sock").toString(),
          "--connect",
          lab.file("be.sock").toString(),
          "-o",
          capture.toString());
      Lab.eventually(() -> Files.exists(lab.file("vu.sock")));
      Process qemu = lab.start(lab.qemu("vm", "vu.sock"));
      try (QmpClient vm = lab.connect("vm")) {
        Lab.reads(vm, 10);
      }
      String one = Long.toString(qemu.pid());
      String two = Long.toString(backend.pid());
      Run live = vtrace("fds", "--pid", one, two);
      assertThat(live.status()).isEqualTo(ExitStatus.OK);
      List<String> shared = live.out().lines().takeWhile(line -> !line.isEmpty()).toList();
      // It maps the memory and closes the descriptor.
      assertThat(shared)
          .filteredOn(line -> line.contains("  eventfd "))
          .hasSizeGreaterThanOrEqualTo(4)
          .allSatisfy(line -> assertThat(line).contains(one + " fd", two + " fd"));
      // With the recording beside it: who has the kick of the first queue by now.
      Run now = vtrace("fds", capture.toString(), "--pid", one, two);
      assertThat(now.out().lines())
          .filteredOn(line -> line.contains("SET_VRING_KICK q0"))
          .last()
          .asString()
          .contains("eventfd ", one + " fd", two + " fd");
    }
  }
}
