// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import com.google.gson.JsonParser;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A real migration between two QEMUs: recorded by the wizard, opened, exported, reported. */
final class RecordScenario implements ScenarioRunner.Scenario {
  static final List<String> PROGRAMS = List.of(RunningQemu.PROGRAM, "qemu-storage-daemon");

  @Override
  public String needs() {
    return PROGRAMS.stream().filter(each -> !RunningQemu.isThere(each)).findFirst().orElse(null);
  }

  @Override
  public void run(Bench bench) throws Exception {
    Path folder = Files.createTempDirectory("vtrace-record").toRealPath();
    Path recorded = folder.resolve("recorded");
    WizardDriver.finish(bench, WizardDriver.record(), "record", null, plan(folder, true), recorded);
    bench.await("the recorded migration", () -> current(recorded));
    CaptureEntry capture = VtracePlugin.get().captures().current();
    Bench.check(
        capture.info().migrations().stream().anyMatch(each -> each.outcome().equals("completed")),
        "migrations: " + capture.info().migrations());
    bench.screenshot("recorded");

    Path ledger = folder.resolve("ledger.json");
    WizardDriver.finish(bench, WizardDriver.export(), "export-recorded", "Ledger as JSON", ledger);
    Bench.awaitJobs("Writing");
    Bench.equal(
        JsonParser.parseString(Files.readString(ledger))
            .getAsJsonObject()
            .getAsJsonArray("windows")
            .size(),
        capture.ledger().windows().size(),
        "windows of the ledger");

    Path page = folder.resolve("report.html");
    WizardDriver.finish(bench, WizardDriver.report(), "report-recorded", "Web page", page);
    Bench.awaitJobs("Writing");
    Bench.check(Files.readString(page).strip().endsWith("</html>"), "the page is whole");
    VtracePlugin.get().captures().close(capture);
  }

  private static boolean current(Path path) {
    CaptureEntry now = VtracePlugin.get().captures().current();
    return now != null && now.path().equals(path);
  }

  /** Whether QEMUs of a recording run. */
  static boolean begun() {
    return ProcessHandle.allProcesses()
        .anyMatch(each -> each.info().commandLine().orElse("").contains("-name " + Bench.mark()));
  }

  /**
   * Writes a plan.
   *
   * @param goesOn whether the migration begins; else it waits for what never happens
   */
  static Path plan(Path folder, boolean goesOn) throws IOException {
    Path out = folder.resolve("migration.plan");
    List<String> sides = List.of("source", "destination");
    String wait = "wait-for " + (goesOn ? "vhost_dev_start*" : "nothing_like_this") + "\n";
    Files.writeString(
        out,
        Stream.concat(
                    sides.stream().map(RecordScenario::backend),
                    sides.stream().map(RecordScenario::qemu))
                .reduce("", String::concat)
            + wait);
    return out;
  }

  private static String backend(String side) {
    String line =
        "backend qemu-storage-daemon --blockdev driver=null-co,node-name=MARK,size=1048576"
            + " --export type=vhost-user-blk,id=disk,node-name=MARK,writable=on,num-queues=2,"
            + "addr.type=unix,addr.path=SIDE.sock\nvhost-user SIDE.sock\n";
    return line.replace("SIDE", side).replace("MARK", Bench.mark());
  }

  private static String qemu(String side) {
    return side
        + " qemu-system-x86_64 -name "
        + Bench.mark()
        + " -nodefaults -display none -accel tcg -M pc,memory-backend=mem -m 32M"
        + " -object memory-backend-memfd,id=mem,size=32M,share=on -chardev socket,id=c0,path="
        + side
        + ".sock -device vhost-user-blk-pci,chardev=c0,num-queues=2,bootindex=1\n";
  }
}
