// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What people paste that is no log: what is said of it, and where nothing can be said. */
class PastedTextTest {
  @TempDir Path folder;

  /**
   * A text.
   *
   * @param outcome the first word of the answer
   * @param cause what the line about the cause begins with
   */
  private record Paste(String name, String outcome, String cause, String text) {}

  private static final List<Paste> PASTES =
      List.of(
          new Paste(
              "virsh",
              "cancelled",
              "VT3308  the migration was cancelled",
              """
              $ virsh migrate --live --verbose vm7 qemu+ssh://node2/system
              Migration: [ 41 %]error: operation aborted: migration out job: canceled by client
              """),
          new Paste(
              "nova",
              "cancelled",
              "VT3308  the migration was cancelled",
              "2026-01-05 10:00:43.257 541 ERROR nova.virt.libvirt.driver [-] [instance: 1f0e] Live"
                  + " Migration failure: operation aborted: migration out job: canceled by"
                  + " client\n"),
          new Paste(
              "kubevirt",
              "cancelled",
              "VT3308  the migration was cancelled",
              "{\"component\":\"virt-launcher\",\"level\":\"error\",\"msg\":\"Live migration"
                  + " failed.\",\"pos\":\"a.go:1\",\"reason\":\"virError(Code=78, Domain=10,"
                  + " Message='operation aborted: migration out job: canceled by client')\","
                  + "\"timestamp\":\"2026-02-03T08:11:05.300000Z\"}\n"),
          new Paste(
              "job",
              "failed",
              "not known; the first sign of it: VT3309",
              "error: operation failed: migration out job: unexpectedly failed\n"),
          new Paste(
              "proxmox",
              "failed",
              "not known; the first sign of it: VT3309",
              """
              2026-01-12 09:12:06 migration active, transferred 108.3 MiB of 4.0 GiB VM-state
              2026-01-12 09:12:20 migration status error: failed
              2026-01-12 09:12:20 ERROR: online migrate failure - aborting
              """),
          new Paste(
              "bare",
              "failed",
              "VT3619  the guest uses features of 0000:00:03.0/virtio-net",
              """
              Features 0x1c0010130afffa7 unsupported. Allowed features: 0x10179bfffe7
              Failed to load virtio-net:virtio
              error while loading state for instance 0x0 of device '0000:00:03.0/virtio-net'
              load of migration failed: Operation not permitted
              """),
          new Paste(
              "without a reason",
              "failed",
              "not known; the first sign of it: VT3309",
              """
              2016-01-26 10:30:40.100+0000: starting up libvirt version: 1.2.2
              2016-01-26 10:30:51.895+0000: shutting down
              load of migration failed
              """),
          new Paste(
              "refused",
              "error",
              "VT3621  the migration is blocked",
              """
              (qemu) migrate -d tcp:192.0.2.2:4444
              Error: State blocked by non-migratable device '0000:00:06.0/vhost-user-fs'
              """),
          new Paste(
              "reason in the reply",
              "failed",
              "VT3625  QEMU could not connect to 192.0.2.9:4444",
              """
              {"execute": "migrate", "arguments": {"uri": "tcp:192.0.2.9:4444"}}
              {"return": {}}
              {"timestamp": {"seconds": 1767600001, "microseconds": 1}, "event": "MIGRATION", "data": {"status": "failed"}}
              {"execute": "query-migrate"}
              {"return": {"status": "failed", "error-desc": "Failed to connect to '192.0.2.9:4444': Connection refused"}}
              """),
          new Paste(
              "kernel",
              "error",
              "VT3637  the host's kernel ended the QEMU with process id 4242",
              "[12345.678901] Out of memory: Killed process 4242 (qemu-system-x86)"
                  + " total-vm:9999999kB\n"),
          new Paste(
              "debugger",
              "error",
              "VT3637  the process was ended by SIGSEGV",
              "Thread 1 \"qemu-system-x86\" received signal SIGSEGV, Segmentation fault.\n"),
          new Paste(
              "markdown",
              "failed",
              "not known; the first sign of it: VT3309  the migration failed: Invalid"
                  + " argument\n",
              """
              ```
              [user@host ~]$ qemu-system-x86_64: post load hook failed for: vhost-inflight, ret: -22
              qemu-system-x86_64: load of migration failed: Invalid argument
              ```
              The source says nothing.
              """));

  @TestFactory
  Stream<DynamicTest> whatIsSaid() {
    return PASTES.stream()
        .map(
            paste ->
                DynamicTest.dynamicTest(
                    paste.name,
                    () -> {
                      Run run = why(paste.text);
                      String out = run.out();
                      assertThat(out).as(run.err()).startsWith(paste.outcome + " ");
                      assertThat(out).contains("\ncause      " + paste.cause);
                      assertThat(run.status())
                          .isEqualTo(
                              paste.outcome.equals("cancelled")
                                  ? ExitStatus.OK
                                  : ExitStatus.FOUND_WRONG);
                    }));
  }

  /** States and sentences that tell of an end only: what that was is said, and where. */
  @Test
  void anEndWithoutABeginningIsTold() throws IOException {
    String event = "{\"event\": \"MIGRATION\", \"data\": {\"status\": \"%s\"}}\n";
    String state = "2026-02-03T11:22:31.000000Z migrate_set_state new state %s\n";
    String html = event.formatted("cancelled").replace("\"", "&quot;");
    for (String completed :
        List.of(
            event.formatted("active") + event.formatted("completed"),
            state.formatted("active") + state.formatted("completed"),
            "2026-02-03 09:12:06 migration active, transferred 9.1 MiB of 2.0 GiB VM-state\n"
                + "2026-02-03 09:12:12 migration status: completed\n",
            "2026-02-03 09:12:15 migration finished successfully (duration 00:00:09)\n",
            "2026-02-03 10:09:45.257 541 INFO nova.virt.libvirt.driver [-] [instance: 1f0e]"
                + " Migration operation has completed\n")) {
      Run run = why(completed);
      assertThat(run.out()).as(run.err()).startsWith("completed  a migration; how it began is not");
      assertThat(run.out()).contains("\nat         ");
    }
    assertThat(why(html).out()).startsWith("cancelled  a migration; how it began is not");
    assertThat(why(event.formatted("completed") + event.formatted("active")).out())
        .startsWith("unknown    no migration in evidence");
  }

  @Test
  void aFailureIsNotTheLastWordWhereAMigrationCompletedLater() throws IOException {
    String failed =
        "2026-02-03 09:02:06 starting online/live migration on tcp:192.0.2.7:60000 of VM 101\n"
            + "2026-02-03 09:02:20 migration status error: failed\n";
    String completed = "2026-02-03 09:12:12 migration status: completed\n";
    String last = "\nand        the last migration that is reported completed\nat         ";
    assertThat(why(failed + completed).out()).startsWith("failed ").contains(last);
    assertThat(why(completed + failed).out()).startsWith("failed ").doesNotContain(last);
  }

  /** Libvirt begins a second one only where the first did not succeed. */
  @Test
  void eachMigrationThatLibvirtBeganIsOne() throws IOException {
    String out =
        why("""
            2026-02-03 10:00:00.000+0000: starting up libvirt version: 10.0.0, qemu version: 9.2.0
            2026-02-03 10:30:00.000+0000: initiating migration
            2026-02-03T10:30:03.000001Z qemu-kvm: Unable to write to socket: Broken pipe
            2026-02-03 10:40:00.000+0000: initiating migration
            2026-02-03 10:40:05.000+0000: shutting down, reason=migrated
            """)
            .out();
    assertThat(out).contains("unknown    migration 1, ").contains("completed  migration 2, ");
    assertThat(out.indexOf("VT3639")).isBetween(0, out.indexOf("migration 2"));
    assertThat(out).doesNotContain("outside of migrations");
  }

  /** What any program or person may write tells nothing of a migration. */
  @Test
  void nothingIsSaidOfOtherTexts() throws IOException {
    for (String text :
        List.of(
            "Segmentation fault (core dumped)\n",
            "Aborted (core dumped)\n",
            "[99.1] Out of memory: Killed process 77 (firefox) total-vm:1kB\n",
            "Hi all, the migration failed yesterday, and the qemu there was old. Error: see"
                + " above.\n",
            "error: operation failed: migration out job: is not active\n",
            "nginx.service: Failed with result 'exit-code'.\n"
                + "Failed to bind socket: Address already in use\n",
            "The inflight transactions are gone.\n"
                + "Unable to read from socket: Connection reset by peer\n",
            "load of migration failed? Somebody said so.\n",
            "load of migration failed for a colleague, too\n",
            "migration job: failed\nerror: job 'db migrate' failed\n",
            "# load of migration\nThe load of a migration may fail.\n",
            "Starting database migration\nmigration status: completed\nMigration finished.\n",
            "== 20260203 AddUsers: migrated\nmigration finished successfully (0.02s)\n",
            "2026-02-03 11:22:33 INFO migration finished successfully\n")) {
      Run run = why(text);
      assertThat(run.out())
          .doesNotContain("cause")
          .doesNotContain("failed ")
          .doesNotContain("completed ");
      assertThat(run.status()).as(text).isIn(ExitStatus.NOT_DONE, ExitStatus.OK);
    }
  }

  /** A migrate that is refused while another one goes on ends nothing. */
  @Test
  void aRefusedCommandIsNoMigration() throws IOException {
    Run run =
        why(
            """
            {"execute": "migrate", "arguments": {"uri": "tcp:192.0.2.9:4444"}}
            {"return": {}}
            {"timestamp": {"seconds": 1767600000, "microseconds": 1}, "event": "MIGRATION", "data": {"status": "setup"}}
            {"timestamp": {"seconds": 1767600000, "microseconds": 9}, "event": "MIGRATION", "data": {"status": "active"}}
            {"execute": "migrate", "arguments": {"uri": "tcp:192.0.2.8:4444"}}
            {"error": {"class": "GenericError", "desc": "There's a migration process in progress"}}
            {"timestamp": {"seconds": 1767600009, "microseconds": 1}, "event": "MIGRATION", "data": {"status": "completed"}}
            """);
    assertThat(run.out()).startsWith("completed  migration 1, ").doesNotContain("migration 2");
  }

  private Run why(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("pasted.txt"), text);
    return Run.vtrace("why", file.toString());
  }
}
