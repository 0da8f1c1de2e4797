// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventsCommandTest {
  private static List<String> names(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "events";
    System.arraycopy(options, 0, args, 1, options.length);
    Run run = Run.vtrace(args);
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).contains("-trace events=FILE", "<qemu:commandline>");
    return run.out().lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void theLedgerGetsWhatItReads() {
    assertThat(names("--for", "skips"))
        .contains(
            "vhost_user_write",
            "vhost_virtqueue_stop_out",
            "vhost_virtque_stop_out",
            "migrate_set_state")
        .doesNotHaveDuplicates();
    assertThat(names("--for", "downtime")).contains("vmstate_downtime_checkpoint");
    assertThat(names()).isEqualTo(names("--for", "all")).contains("qemu_file_put_fd");
  }

  @Test
  void aVersionHasItsOwnNames() {
    assertThat(names("--for", "skips", "--qemu", "10.2"))
        .contains("vhost_virtque_stop_out", "migration_cancel")
        .doesNotContain("vhost_virtqueue_stop_out", "migrate_fd_cancel");
    assertThat(names("--for", "skips", "--qemu", "7.2.22"))
        .contains("migrate_fd_cancel")
        .doesNotContain("migration_cancel");
    assertThat(names("--for", "skips", "--qemu", "11.1"))
        .contains("vhost_virtqueue_stop_out")
        .doesNotContain("vhost_virtque_stop_out");
    for (String wrong : List.of("new", "10", "10.x", "-1.2")) {
      Run run = Run.vtrace("events", "--qemu", wrong);
      assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    }
  }

  @Test
  void aSetThatNobodyHasIsRefusedWithThoseThatThereAre() {
    Run run = Run.vtrace("events", "--for", "mine");
    assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(run.err()).contains("--for: 'mine' is not one of skips, downtime, all");
  }

  @Test
  void aMonitorThatIsNotThereIsSaid() {
    Run run = Run.vtrace("events", "--qmp", "/nonexistent/vm.qmp");
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("/nonexistent/vm.qmp");
  }
}
