// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as people paste them: what is read, as what, and what is said of the rest. */
class PastedFilesTest {
  private static final String SOCKET = "VHOST_CONFIG: (/tmp/v.sock) ";
  private static final String[] SESSION = {
    "new vhost user connection is 30",
    "read message VHOST_USER_GET_FEATURES",
    "read message VHOST_USER_SET_OWNER",
    "read message VHOST_USER_SET_FEATURES",
    "negotiated Virtio features: 0x150000006",
    "read message VHOST_USER_SET_MEM_TABLE",
    "read message VHOST_USER_SET_VRING_NUM",
    "read message VHOST_USER_SET_VRING_BASE",
    "vring base idx:0 last_used_idx:0 last_avail_idx:0.",
    "read message VHOST_USER_SET_VRING_ADDR",
    "read message VHOST_USER_SET_VRING_KICK",
    "vring kick idx:0 file:311",
    "read message VHOST_USER_SET_LOG_BASE",
    "read message VHOST_USER_SET_FEATURES",
    "negotiated Virtio features: 0x154000006",
    "read message VHOST_USER_GET_VRING_BASE",
    "vring base idx:0 file:259",
    "vhost peer closed",
  };
  private static final String LOST =
      "2026-01-05T10:00:00.000001Z qemu-system-x86_64: Failed to read msg header. Read -1"
          + " instead of"
          + " 12. Original request 40.";
  private static final String LOAD = "kvm: load of migration failed: Operation not permitted";
  private static final String DEVICE =
      "kvm: error while loading state for instance 0x0 of device '0000:00:04.0/virtio-blk'";

  @TempDir Path folder;

  private String file(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
    return file.toString();
  }

  private static String[] dpdk(String before) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < SESSION.length; i++) {
      out.add(String.format(before, i) + SESSION[i]);
    }
    return out.toArray(String[]::new);
  }

  @Test
  void theLogOfABackEndAloneGivesAStartALogAndAStop() throws IOException {
    String log = file("dpdk.log", dpdk(SOCKET));
    Run skips = Run.vtrace("skips", "-f", "json", log);
    assertThat(skips.err()).isEmpty();
    assertThat(skips.out())
        .contains("\"kind\" : \"start\"", "\"kind\" : \"stop\"", "\"kind\" : \"log-start\"")
        .contains("in the back-end's log", "GET_VRING_BASE queue 0", "GET_VRING_BASE reply 259")
        .doesNotContain("\"verdict\" : \"violation\"", "\"verdict\" : \"failed\"");
    assertThat(Run.vtrace("timeline", log).out()).contains("back-end", "queue 0");
    assertThat(Run.vtrace("check", log).status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void payloadsOfLibvhostUserKeepTheirQueueAmongLinesOfQemu() throws IOException {
    String log =
        file(
            "mixed.log",
            "2026-01-05T10:00:00.000001Z migrate_set_state new state setup",
            "================ Vhost user message ================",
            "Request: VHOST_USER_SET_VRING_NUM (8)",
            "Flags:   0x1",
            "Size:    8",
            "kvm: warning: something between",
            "State.index: 1",
            "State.num:   128",
            "Request: VHOST_USER_SET_VRING_KICK (12)",
            "Flags:   0x1",
            "Size:    8",
            "u64: 0x0000000000000001",
            "Got kick_fd: 9 for vq: 1",
            "Request: VHOST_USER_GET_VRING_BASE (11)",
            "State.index: 1");
    assertThat(Run.vtrace("skips", "-f", "json", "--source", log).out())
        .contains("SET_VRING_NUM queue 1", "SET_VRING_KICK queue 1", "GET_VRING_BASE queue 1")
        .doesNotContain("queue 0");
  }

  @Test
  void openVSwitchHasTimes() throws IOException {
    String log =
        file("ovs.log", dpdk("2026-01-05T10:00:00.%1$03dZ|%1$05d|dpdk|INFO|VHOST_CONFIG: "));
    assertThat(Run.vtrace("timeline", log).out())
        .startsWith(log.substring(log.lastIndexOf('/') + 1) + "  from 2026-01-05T10:00:00.001Z");
  }

  @Test
  void aBackEndsLogIsTakenWhereverItIsNamed() throws IOException {
    String qemu = file("qemu.log", LOST);
    String dpdk = file("dpdk.log", dpdk(SOCKET));
    String spdk =
        file(
            "spdk.log", "[2026-01-05 10:00:00.617938] Starting SPDK v23.09 / DPDK 22.07.0 init...");
    for (String[] more :
        List.of(
            new String[] {"--backend", dpdk},
            new String[] {"--socket", dpdk},
            new String[] {dpdk},
            new String[] {"--source", spdk, "--backend", dpdk})) {
      List<String> args = new ArrayList<>(List.of("skips", "--source", qemu));
      args.addAll(List.of(more));
      Run run = Run.vtrace(args.toArray(String[]::new));
      assertThat(run.out()).as(String.join(" ", more)).contains("executed", "start", "stop");
    }
    assertThat(Run.vtrace("check", "--socket", dpdk).err())
        .isEqualTo(dpdk + ": read as the log of a back-end, as --backend does\n");
  }

  @Test
  void severalFilesAreSortedAndTheGuessIsSaid() throws IOException {
    String a = file("a.log", "2026-01-05T10:00:00.000001Z savevm_state_setup ", LOST);
    String b = file("b.log", LOAD);
    String c = file("c.log", "kvm: warning: nothing");
    Run run = Run.vtrace("check", a, b, c);
    assertThat(run.err())
        .contains(a + ": a QEMU log, taken for that of the source, for 'savevm_state_setup' in")
        .contains(b + ": a QEMU log, taken for that of the destination, for 'load of migration")
        .contains(c + ": a QEMU log; nothing in it shows which side it is from");
    assertThat(run.out()).contains("in   source");
  }

  @Test
  void nothingInADirectoryIsPassedOverInSilence() throws IOException {
    file("cap/dst.log", DEVICE, LOAD);
    file("cap/spdk.log", dpdk(SOCKET));
    file("cap/virtiofsd.log", "[2026-01-05T10:00:00Z ERROR virtiofsd] Waiting failed: x");
    file("cap/notes.txt", "tried this on Monday");
    Run run = Run.vtrace("check", folder.resolve("cap").toString());
    assertThat(run.err()).isEqualTo("not read: notes.txt: text of another kind\n");
    assertThat(run.out()).contains("dst.log:1");
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
  }

  @Test
  void everyNameOfQemuIsKnown() throws IOException {
    for (String before :
        List.of(
            "",
            "/usr/libexec/qemu-",
            "(qemu) ",
            "> ",
            "Jan 05 10:00:33 host1 QEMU[2538388]: ",
            "\u001b[31m")) {
      String log = file("x.log", before + DEVICE, before + LOAD);
      Run run = Run.vtrace("check", log);
      assertThat(run.out()).as(before).contains("0000:00:04.0/virtio-blk", "x.log:1");
      assertThat(run.status()).as(before).isEqualTo(ExitStatus.FOUND_WRONG);
    }
  }

  @Test
  void nothingIsSaidOfATextThatTellsNothing() throws IOException {
    String text = file("passwd.txt", "root:x:0:0:root:/root:/bin/sh");
    Run run = Run.vtrace("check", "--source", text);
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains(text + ": none of its lines is from QEMU");
    Run both =
        Run.vtrace("check", "--source", text, "--destination", file("d.log", "kvm: warning: x"));
    assertThat(both.status()).isEqualTo(ExitStatus.OK);
    assertThat(both.out()).contains("passwd.txt: none of its lines is from QEMU");
  }

  @Test
  void aTraceOfHeadersAccusesNobody() throws IOException {
    String call =
        "recvmsg(8, {msg_name(0)=NULL, msg_iov(1)=[{\"\\%s\\0\\0\\0\\1\\0\\0\\0\\10\\0\\0\\0\","
            + " 12}],"
            + " msg_controllen=24, {cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS,"
            + " {%d}}, msg_flags=0}, MSG_WAITALL) = 12";
    String log =
        file(
            "bt.txt",
            String.format(call, "2", 20),
            String.format(call, "14", 21),
            String.format(call, "15", 22),
            String.format(call, "15", 23));
    Run run = Run.vtrace("check", log);
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).contains("VT1015").doesNotContain("VT3");
    assertThat(Run.vtrace("fds", log).out()).contains("bt.txt:4");
  }

  @Test
  void qmpAndHumanMonitorAreTakenForASide() throws IOException {
    String hmp = file("hmp.txt", "(qemu) migrate tcp:x", "Error: State blocked by '/m/rng0'");
    assertThat(Run.vtrace("check", "--source", hmp).out())
        .contains("migrate was refused: State blocked by '/m/rng0'");
    String mixed = file("mixed.txt", DEVICE, LOAD, "{\"execute\": \"query-migrate\"}");
    assertThat(Run.vtrace("check", "--qmp", mixed).out()).contains("0000:00:04.0/virtio-blk");
  }
}
