// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.BackendLine.BackendLogKind;
import dev.vtrace.decoder.trace.BackendLine.BackendLogLevel;
import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.decoder.trace.log.BackendLogReader;
import dev.vtrace.decoder.trace.log.BackendText;
import dev.vtrace.decoder.vhostuser.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms of back-ends' logs. */
class BackendTextTest {
  private static BackendLine line(String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    assertThat(InputRecognition.of(bytes, bytes.length)).as(text).isEqualTo(InputKind.BACKEND_LOG);
    List<BackendLine> all = Captures.read(BackendLogReader::new, bytes).all(BackendLine.class);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void eachFormHasItsOriginAndLevel() {
    record Form(String text, BackendLogKind origin, BackendLogLevel level) {}
    for (Form form :
        List.of(
            new Form(
                "VHOST_CONFIG: (/tmp/v) recvmsg failed", BackendLogKind.DPDK, BackendLogLevel.NONE),
            new Form("VHOST_CONFIG: vhost peer closed", BackendLogKind.DPDK, BackendLogLevel.NONE),
            new Form(
                "rte_vhost_user.c: 671:f: *ERROR*: gpa_to_vva(0x2) == NULL",
                BackendLogKind.SPDK,
                BackendLogLevel.ERROR),
            new Form(
                "[2026-01-05 10:00:01.826317] reactor.c: 937:reactor_run: *NOTICE*: started",
                BackendLogKind.SPDK,
                BackendLogLevel.NONE),
            new Form(
                "2022-11-24T19:21:24.379Z|00123|netdev_dpdk|ERR|start failed: vhost-user1",
                BackendLogKind.OVS,
                BackendLogLevel.ERROR),
            new Form(
                "qemu-storage-daemon: vu_panic: x",
                BackendLogKind.STORAGE_DAEMON,
                BackendLogLevel.ERROR),
            new Form(
                "|00123|dpdk|WARN|VHOST_CONFIG: (/a) failed to x",
                BackendLogKind.DPDK,
                BackendLogLevel.WARNING),
            new Form(
                "|00123|dpdk|ERR|VHOST_CONFIG: (/a) failed to x",
                BackendLogKind.DPDK,
                BackendLogLevel.ERROR),
            new Form(
                "|00123|dpdk|INFO|VHOST_CONFIG: (/a) failed to x",
                BackendLogKind.DPDK,
                BackendLogLevel.NOTE),
            new Form(
                "PANIC: Invalid vring_addr message",
                BackendLogKind.LIBVHOST_USER,
                BackendLogLevel.ERROR),
            new Form(
                "** (vhost-user-input:1816): CRITICAL **: 07:20:46.077: Invalid message",
                BackendLogKind.GLIB,
                BackendLogLevel.ERROR),
            new Form(
                "[2024-07-18T12:57:14Z ERROR virtiofsd] Waiting failed",
                BackendLogKind.RUST,
                BackendLogLevel.ERROR),
            new Form(
                "[2024-07-18T12:57:14Z INFO  vhost_device_sound::audio] up",
                BackendLogKind.RUST,
                BackendLogLevel.NONE),
            new Form(
                "2024-07-18T12:57:14.000000Z  WARN virtiofsd::server: x",
                BackendLogKind.RUST,
                BackendLogLevel.WARNING),
            new Form(
                "thread 'main' panicked at src/main.rs:5:1: x",
                BackendLogKind.RUST,
                BackendLogLevel.ERROR),
            new Form(
                "0.0230: Request: VHOST_USER_SET_OWNER (3)",
                BackendLogKind.LIBVHOST_USER,
                BackendLogLevel.NONE),
            new Form(
                "\u001b[31mVHOST_CONFIG: x\u001b[0m", BackendLogKind.DPDK, BackendLogLevel.NONE))) {
      BackendLine line = line(form.text());
      assertThat(line.origin()).as(form.text()).isEqualTo(form.origin());
      assertThat(line.level()).as(form.text()).isEqualTo(form.level());
    }
  }

  @Test
  void requestsSocketsTimesAndValues() {
    BackendLine read =
        line(
            "2026-01-05T10:00:00.005Z|00005|dpdk|INFO|VHOST_CONFIG: (/tmp/v.sock) read message"
                + " VHOST_USER_SET_SLAVE_REQ_FD");
    assertThat(read.request()).isEqualTo(Request.SET_BACKEND_REQ_FD);
    assertThat(read.socket()).isEqualTo("/tmp/v.sock");
    assertThat(read.timeNs()).isEqualTo(1_767_607_200_005_000_000L);
    BackendLine base = line("VHOST_CONFIG: vring base idx:0 last_used_idx:7 last_avail_idx:9.");
    assertThat(base.values())
        .containsExactly(
            new QmpMessage.QmpLeaf("idx", "0"),
            new QmpMessage.QmpLeaf("last_used_idx", "7"),
            new QmpMessage.QmpLeaf("last_avail_idx", "9"));
    assertThat(BackendText.values("    flags:   0x1"))
        .containsExactly(new QmpMessage.QmpLeaf("flags", "0x1"));
  }

  @Test
  void linesOfOthersAreNone() {
    for (String text :
        List.of(
            "root:x:0:0:root:/root:/bin/sh",
            "INFO: task blocked for more than 120 seconds",
            "[    0.000000] Linux version 6.1",
            "Error: no such file",
            "** NOTE ** text",
            "The quick: brown fox")) {
      byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
      assertThat(InputRecognition.of(bytes, bytes.length)).as(text).isEqualTo(InputKind.TEXT);
    }
  }
}
