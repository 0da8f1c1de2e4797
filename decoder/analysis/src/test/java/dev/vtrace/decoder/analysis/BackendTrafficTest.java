// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that only a back-end's log shows. */
class BackendTrafficTest {
  private static final String DPDK = "VHOST_CONFIG: (/tmp/%s) ";

  @TempDir Path folder;

  private Capture capture(String text) throws IOException {
    Path file = folder.resolve("backend.log");
    Files.writeString(file, text);
    return new LooseFiles().add(InputRole.BACKEND_LOG, file).capture();
  }

  private static List<String> executed(Window window) {
    return window.operations().stream()
        .filter(operation -> operation.verdict() == Verdict.EXECUTED)
        .map(operation -> operation.name() + " " + operation.queue())
        .toList();
  }

  @Test
  void payloadsOfLibvhostUserTellTheQueues() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String message :
        List.of(
            "VHOST_USER_SET_FEATURES (2)\nFlags:   0x1\nSize:    8\nu64: 0x0000000150000006",
            "VHOST_USER_SET_MEM_TABLE (5)\nNregions: 1",
            "VHOST_USER_SET_VRING_NUM (8)\nState.index: 1\nState.num:   256",
            "VHOST_USER_SET_VRING_BASE (10)\nState.index: 1\nState.num:   7",
            "VHOST_USER_SET_VRING_ADDR (9)\nvhost_vring_addr:\n    index:  1\n    flags:  0",
            "VHOST_USER_SET_VRING_KICK (12)\nu64: 0x0000000000000001\nGot kick_fd: 11 for vq: 1",
            "VHOST_USER_SET_VRING_ENABLE (18)\nState.index: 1\nState.enable:   1")) {
      text.append("================ Vhost user message ================\nRequest: ");
      text.append(message).append("\n\n");
    }
    Migration migration = Analysis.of(capture(text.toString()));
    assertThat(migration.windows()).hasSize(1);
    assertThat(executed(migration.windows().get(0)))
        .containsExactlyInAnyOrder(
            "SET_FEATURES -1",
            "SET_MEM_TABLE -1",
            "SET_VRING_NUM 1",
            "SET_VRING_BASE 1",
            "SET_VRING_ADDR 1",
            "SET_VRING_KICK 1",
            "SET_VRING_ENABLE 1");
    assertThat(migration.totals().get(Verdict.VIOLATION)).isZero();
    assertThat(migration.totals().get(Verdict.SKIPPED)).isZero();
  }

  @Test
  void eachSocketAndEachConnectionIsByItself() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String socket : List.of("a", "b", "a")) {
      String line = String.format(DPDK, socket);
      text.append(line).append("new vhost user connection is 3\n");
      text.append(line).append("read message VHOST_USER_SET_VRING_KICK\n");
      text.append(line).append("vring kick idx:0 file:3\n");
    }
    Migration migration = Analysis.of(capture(text.toString()));
    assertThat(migration.messages())
        .extracting(WireMark::connection)
        .containsExactlyInAnyOrder(
            folder.resolve("backend.log") + "#/tmp/a",
            folder.resolve("backend.log") + "#/tmp/b",
            folder.resolve("backend.log") + "#/tmp/a 2");
  }

  @Test
  void whatWasRecordedOfTheSocketCountsInstead() throws IOException {
    Path log = folder.resolve("backend.log");
    Files.writeString(log, String.format(DPDK, "a") + "read message VHOST_USER_SET_OWNER\n");
    Path calls = folder.resolve("calls.strace");
    Files.writeString(
        calls,
        "sendmsg(8, {msg_iov=[{iov_base=\"\\3\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0\"}]}, 0) = 12\n");
    Capture both = new LooseFiles().add(InputRole.BACKEND_LOG, log).trace("src", calls).capture();
    assertThat(Analysis.of(both).messages()).hasSize(1);
  }
}
