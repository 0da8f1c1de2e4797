// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What people pasted into reports: each command on it, and what it has to say. */
class WildTest {
  private static final String NOTHING = "nothing is wrong";

  @TempDir Path out;

  /**
   * A command on the files of a folder.
   *
   * @param says what it prints, on standard output or beside it
   * @param never what it must not print
   */
  private record Case(
      String folder, String command, ExitStatus status, List<String> says, List<String> never) {
    static Case finds(String folder, String command, String... says) {
      return new Case(
          folder, command, ExitStatus.FOUND_WRONG, List.of(says), List.of(NOTHING, "VT1004"));
    }

    static Case shows(String folder, String command, String... says) {
      return new Case(folder, command, ExitStatus.OK, List.of(says), List.of("No migration."));
    }

    Case never(String... texts) {
      return new Case(folder, command, status, says, List.of(texts));
    }
  }

  private static List<Case> cases() {
    List<Case> out = new ArrayList<>();
    String place = "reading of 0000:00:01.3/piix4_pm ended at another place";
    out.add(Case.finds("01", "check dst.log", place, "VT3309", "dst.log:3"));
    out.add(Case.shows("01", "timeline dst.log", "Migration failed", "10:00:00.000001", "VT3613"));
    out.add(Case.shows("01", "open --text dst.log", place, "Migration failed"));
    out.add(Case.shows("01", "skips dst.log", "migration 1   ? to dst   failed", "dst.log:3"));
    for (String log : List.of("old.log", "new.log")) {
      String says = "the source has a device 0000:00:05.0/virtio-net that the destination has not";
      out.add(Case.finds("02", "check --destination " + log, says, log + ":1", "VT3309"));
    }
    out.add(
        Case.finds(
            "03",
            "check --destination dst.log",
            "0000:00:02.0/virtio-net that the destination does not offer: GUEST_USO4, GUEST_USO6,"
                + " HOST_USO",
            "dst.log:1",
            "VT3606",
            "dst.log:2"));
    out.add(Case.finds("05", "check --source src.log", "VT3309", "src.log:3"));
    out.add(
        Case.shows(
            "05",
            "skips --source src.log",
            "migration 1   source to ?   failed   from 2026-01-05T10:00:00Z, 2.00 s"));
    out.add(Case.shows("05", "timeline --source src.log", "2.00 s", "Migration failed"));
    String shmfd = "the migration is blocked: the back-end does not offer LOG_SHMFD";
    out.add(Case.finds("07", "check --source src.log", shmfd, "1 error,"));
    out.add(
        Case.finds(
            "07",
            "check --qmp qmp.json",
            "0000:00:04.0/vhost-user-fs cannot be migrated",
            "qmp.json:2",
            "1 error,"));
    out.add(Case.finds("07", "check --qmp query.json", shmfd, "query.json:2", "1 error,"));
    out.add(
        Case.finds(
                "08",
                "check --qmp qmp.json",
                "VT3309  the migration failed: Unable to write to socket: Broken pipe",
                "qmp.json:4",
                "qmp.json:6")
            .never("the first error in the list", NOTHING));
    out.add(Case.finds("10", "check --qmp pretty.json", "VT3309", "Channel error"));
    out.add(Case.finds("10", "check --qmp shell.txt", "VT3309", "Channel error", "shell.txt:4"));
    out.add(Case.finds("10", "check --source hmp.txt", "VT3309", "hmp.txt:2"));
    out.add(Case.finds("10", "check --qmp virsh-event.txt", "VT3309", "virsh-event.txt:2"));
    out.add(Case.finds("10", "check --qmp libvirtd.log", "VT3309", "libvirtd.log:1"));
    out.add(Case.shows("11", "skips dpdk.log", "start vhost-user", "stop  vhost-user", "executed"));
    out.add(
        Case.shows(
            "11",
            "skips -f json dpdk.log",
            "\"kind\" : \"start\"",
            "\"kind\" : \"log-start\"",
            "\"kind\" : \"stop\"",
            "in the back-end's log",
            "GET_VRING_BASE reply 259"));
    out.add(Case.shows("11", "timeline dpdk.log", "back-end", "queue 0"));
    out.add(Case.shows("11", "timeline timed.log", "from 2026-01-05T10:00:00.002Z"));
    out.add(Case.shows("12", "check spdk.log", "26 of them understood"));
    out.add(Case.shows("12", "check --source spdk.log", "read as the log of a back-end"));
    for (String dpdk : List.of("--socket dpdk.log", "dpdk.log", "--backend dpdk.log")) {
      out.add(
          Case.finds(
              "14",
              "check --source qemu.log " + dpdk,
              "the back-end closed the connection while QEMU waited for the reply to GET_STATUS",
              "the last message in the back-end's log is SET_MEM_TABLE",
              "qemu.log:1",
              "dpdk.log:2"));
    }
    for (String name :
        List.of(
            "kvm", "qemu-kvm", "qemu", "path", "path2", "version", "syslog", "prompt", "quoted")) {
      String log = name + ".log";
      String device = "could not load 0000:00:04.0/virtio-blk";
      out.add(Case.finds("15", "check " + log, device, log + ":1", "VT3309", log + ":2"));
    }
    out.add(Case.finds("16", "check cap", "dst.log:1", "virtiofsd.log:1", "src.log:1", "4 files"));
    out.add(Case.shows("16", "skips cap", "start vhost-user", "migration 1   ? to dst   failed"));
    out.add(Case.shows("16", "open --text cap", "dst.log:1", "virtiofsd.log:1", "src.log:1"));
    for (String text : List.of("ch.log", "passwd.txt")) {
      String why =
          text
              + ": none of its lines is from QEMU or a back-end, so it says nothing"
              + " about the run";
      out.add(
          new Case(
              "18", "check --source " + text, ExitStatus.NOT_DONE, List.of(why), List.of(NOTHING)));
    }
    for (String trace : List.of("new.txt", "old.txt")) {
      out.add(
          Case.shows(
                  "19",
                  "check " + trace,
                  "the payloads of 3 messages are not in the trace",
                  "trace=sendmsg,recvmsg,read,write")
              .never("VT3", "VT1105", "queue 13"));
    }
    out.add(Case.shows("19", "timeline new.txt", "back-end").never("queue"));
    out.add(
        Case.shows("19", "fds old.txt", "SET_VRING_CALL", "old.txt:1", "old.txt:2", "old.txt:3"));
    out.add(Case.finds("20", "check --source nova.log", "VT3604", "queue 0 is at 300"));
    out.add(Case.finds("20", "check --destination virsh.txt", "VT3611", "virsh.txt:1"));
    out.add(Case.finds("24", "check --destination dst.log", "VT3604", "VT3606"));
    out.add(Case.shows("24", "report --destination dst.log -o OUT/dst.md", "dst.md"));
    out.add(Case.shows("24", "report --source src.log -o OUT/src.vtrace", "src.vtrace"));
    return out;
  }

  private static Path folder(Path wild, String number) throws IOException {
    try (Stream<Path> folders = Files.list(wild)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith(number + "-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCommand() throws IOException {
    Path wild = LspCapture.root().resolve("../shared/wild").normalize();
    List<DynamicTest> tests = new ArrayList<>();
    if (Files.isDirectory(wild)) {
      for (Case one : cases()) {
        Path folder = folder(wild, one.folder);
        String name = one.folder + " " + one.command;
        tests.add(DynamicTest.dynamicTest(name, () -> run(folder, one)));
      }
    }
    return tests.stream();
  }

  private void run(Path folder, Case one) throws IOException {
    List<String> args = new ArrayList<>();
    for (String word : one.command.split(" ")) {
      Path file = folder.resolve(word);
      boolean command = args.isEmpty();
      String given = Files.exists(file) && !command ? file.toString() : word;
      args.add(given.replace("OUT", out.toString()));
    }
    Run run = Run.vtrace(args.toArray(String[]::new));
    String all = run.out() + run.err();
    assertThat(run.status()).as(all).isEqualTo(one.status);
    // Markdown has words that a forge would act on between backquotes.
    assertThat(all.replace("`", "")).contains(one.says);
    for (String text : one.never) {
      assertThat(all).doesNotContain(text);
    }
  }

  @TestFactory
  Stream<DynamicTest> aReportHoldsTheSameFindings() throws IOException {
    Path wild = LspCapture.root().resolve("../shared/wild").normalize();
    return Stream.of("dst.log", "src.log")
        .filter(log -> Files.isDirectory(wild))
        .map(log -> DynamicTest.dynamicTest(log, () -> report(folder(wild, "24").resolve(log))));
  }

  private void report(Path log) {
    String side = log.endsWith("dst.log") ? "--destination" : "--source";
    String bundle = out.resolve("report.vtrace").toString();
    Run made = Run.vtrace("report", side, log.toString(), "-o", bundle);
    assertThat(made.status()).as(made.err()).isEqualTo(ExitStatus.OK);
    assertThat(findings("check", bundle)).isEqualTo(findings("check", side, log.toString()));
  }

  private static List<String> findings(String... args) {
    return Run.vtrace(args)
        .out()
        .lines()
        .filter(line -> line.matches("(error|warning) .*"))
        .map(line -> line.replaceAll("(VT\\d+) .*", "$1"))
        .toList();
  }
}
