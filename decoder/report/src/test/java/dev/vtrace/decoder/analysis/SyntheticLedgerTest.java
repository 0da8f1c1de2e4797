// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.export.LedgerText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no recording shows: two devices, broken rules, logs that lack something. */
class SyntheticLedgerTest {
  private static final String START =
      """
      vhost_user_blk_start_in vdev 0xDd
      vhost_user_write req:2 (SET_FEATURES) flags:0x1
      vhost_user_write req:13 (SET_VRING_CALL) flags:0x1
      vhost_dev_start_in 0xD:virtio-blk vrings:1
      vhost_user_write req:2 (SET_FEATURES) flags:0x1
      vhost_user_write req:37 (ADD_MEM_REG) flags:0x1
      vhost_virtqueue_start_in 0xD:virtio-blk 0
      vhost_user_write req:8 (SET_VRING_NUM) flags:0x1
      vhost_user_write req:10 (SET_VRING_BASE) flags:0x1
      vhost_user_write req:9 (SET_VRING_ADDR) flags:0x1
      vhost_user_write req:12 (SET_VRING_KICK) flags:0x1
      vhost_virtqueue_start_out 0xD:virtio-blk 0
      vhost_user_write req:18 (SET_VRING_ENABLE) flags:0x1
      vhost_dev_start_out 0xD:virtio-blk
      vhost_user_blk_start_out vdev 0xDd
      """;

  private static final String BEGIN =
      """
      migrate_set_state new state setup
      migration_socket_outgoing_connected hostname=(null)
      runstate_set current_run_state 9 (running) new_state 7 (finish-migrate)
      """;

  private static final String SILENT =
      """
      vhost_user_blk_stop_in vdev 0xDd
      vhost_dev_stop_in 0xD:virtio-blk vrings:1
      vhost_virtqueue_stop_in 0xD:virtio-blk 0
      vhost_dev_stop_out 0xD:virtio-blk
      vhost_user_blk_stop_out vdev 0xDd
      """;

  private static final String SPEAKING =
      """
      vhost_user_blk_stop_in vdev 0xDd
      vhost_dev_stop_in 0xD:virtio-blk vrings:1
      vhost_user_write req:18 (SET_VRING_ENABLE) flags:0x1
      vhost_virtqueue_stop_in 0xD:virtio-blk 0
      vhost_user_write req:11 (GET_VRING_BASE) flags:0x1
      vhost_virtqueue_stop_out 0xD:virtio-blk 0
      vhost_dev_stop_out 0xD:virtio-blk
      vhost_user_blk_stop_out vdev 0xDd
      """;

  private static final String END = "migrate_set_state new state completed\n";

  @TempDir Path folder;

  private static String device(String text, String name) {
    return text.replace("0xD", "0x" + name);
  }

  private Migration source(String log) throws IOException {
    Path file = Files.writeString(folder.resolve("log"), log);
    return Analysis.of(new LooseFiles().trace("source", file).capture());
  }

  private static Operation find(Window window, String name) {
    return window.operations().stream().filter(o -> o.name().equals(name)).findFirst().get();
  }

  @Test
  void twoDevicesOfOneNameAreToldApart() throws IOException {
    String a = "a1";
    String b = "b2";
    Migration migration =
        source(
            device(START, a)
                + device(START, b)
                + BEGIN
                + device(SILENT, b)
                + device(SPEAKING, a)
                + END);
    assertThat(migration.devices()).hasSize(2);
    List<Window> stops =
        migration.windows().stream().filter(w -> w.phase() == Phase.SWITCHOVER).toList();
    assertThat(stops).hasSize(2);
    assertThat(stops.get(0).device()).isEqualTo(migration.windows().get(1).device());
    assertThat(stops.get(0).transfer()).isEqualTo(Transfer.YES);
    assertThat(find(stops.get(0), "GET_VRING_BASE").verdict()).isEqualTo(Verdict.SKIPPED);
    assertThat(stops.get(1).transfer()).isEqualTo(Transfer.NO);
    assertThat(find(stops.get(1), "GET_VRING_BASE").verdict()).isEqualTo(Verdict.EXECUTED);
  }

  @Test
  void whatIsMissingThoughDueIsAViolation() throws IOException {
    String broken = SPEAKING.replace("vhost_user_write req:11 (GET_VRING_BASE) flags:0x1\n", "");
    Migration migration = source(START + BEGIN + broken + END);
    Window stop = migration.windows().get(1);
    assertThat(find(stop, "GET_VRING_BASE").verdict()).isEqualTo(Verdict.VIOLATION);
    assertThat(find(stop, "SET_VRING_ENABLE").verdict()).isEqualTo(Verdict.EXECUTED);
  }

  @Test
  void silenceAloneIsNotEnough() throws IOException {
    String mute = START.replaceAll("vhost_user_write[^\\n]*\\n", "");
    Migration migration = source(mute + BEGIN + SILENT + END);
    Window stop = migration.windows().get(1);
    assertThat(stop.transfer()).isEqualTo(Transfer.UNKNOWN);
    assertThat(stop.count(Verdict.SKIPPED)).isZero();
    assertThat(find(stop, "GET_VRING_BASE").why()).contains("needs the vhost-user traffic");
  }

  @Test
  void aQueueThatTheGuestNeverSetUpIsNotSkipped() throws IOException {
    String start =
        START.replace(
            "vhost_virtqueue_start_out 0xD:virtio-blk 0\n",
            "vhost_virtqueue_start_out 0xD:virtio-blk 0\n"
                + "vhost_virtqueue_start_in 0xD:virtio-blk 1\n");
    String stop =
        SILENT.replace(
            "vhost_dev_stop_out", "vhost_virtqueue_stop_in 0xD:virtio-blk 1\nvhost_dev_stop_out");
    Window window = source(start + BEGIN + stop + END).windows().get(1);
    for (Operation operation : window.operations()) {
      if (operation.name().equals("GET_VRING_BASE")) {
        assertThat(operation.verdict())
            .isEqualTo(operation.queue() == 0 ? Verdict.SKIPPED : Verdict.NOT_DUE);
      }
    }
  }

  @Test
  void aWindowThatEndsInAnErrorHasFailedOperations() throws IOException {
    int cut = START.indexOf("vhost_virtqueue_start_out");
    String error = "vhost_user_blk_stop_in vdev 0xDd\nvhost_dev_cleanup 0xD\n";
    String log = START + SPEAKING + START.substring(0, cut) + error;
    Window window = source(log).windows().get(2);
    assertThat(window.failed()).isTrue();
    assertThat(find(window, "SET_VRING_ENABLE").verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aTraceThatEndsInAWindowSaysNothingOfTheRest() throws IOException {
    int cut = START.indexOf("vhost_virtqueue_start_out");
    // The log shows elsewhere that it would have the ends of windows.
    Window window = source(START + SPEAKING + START.substring(0, cut)).windows().get(2);
    assertThat(window.failed()).isFalse();
    assertThat(find(window, "SET_VRING_KICK").verdict()).isEqualTo(Verdict.EXECUTED);
    assertThat(find(window, "SET_VRING_ENABLE").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aSourceThatStartsAgainInSilenceRolledBack() throws IOException {
    String again = SILENT.replace("_stop_", "_start_");
    Migration migration =
        source(START + BEGIN + SILENT + "migrate_set_state new state failed\n" + again);
    Window back = migration.windows().get(2);
    assertThat(back.phase()).isEqualTo(Phase.ROLLBACK);
    assertThat(back.transfer()).isEqualTo(Transfer.YES);
    assertThat(find(back, "SET_VRING_KICK").verdict()).isEqualTo(Verdict.SKIPPED);
    assertThat(find(back, "ADD_MEM_REG").verdict()).isEqualTo(Verdict.NOT_DUE);
    Operation kept = find(migration.windows().get(1), "host_notifier_cleanup");
    assertThat(kept.verdict()).isEqualTo(Verdict.SKIPPED);
  }

  @Test
  void escapeSequencesOfALogDoNotReachTheTerminal() throws IOException {
    String odd = START + BEGIN + SILENT.replace(":virtio-blk", ":virtio\u001b[2Jblk") + END;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LedgerText(new PrintStream(out, false, StandardCharsets.UTF_8), false).print(source(odd));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("stop").doesNotContain("\u001b");
  }
}
