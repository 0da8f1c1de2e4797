// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.debug.MigrationTarget;
import dev.vtrace.eclipse.debug.MigrationThread;
import dev.vtrace.eclipse.launch.MigrationLaunches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.debug.core.DebugEvent;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.model.IThread;

/**
 * The last one: the workbench is closed after it, while a session runs, another one is attached to
 * a QEMU, a migration is recorded, and a capture is read. What is left then is looked for outside.
 */
final class CloseScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    Path capture = Bench.samples().resolve("backend-transfer-2q");
    bench.ui(
        () -> {
          MigrationLaunches.replay(capture);
          return null;
        });
    bench.await("the session", () -> sessions(true) == 1);
    if (RunningQemu.isThere(RunningQemu.PROGRAM)) {
      RunningQemu qemu = RunningQemu.start(bench);
      Runtime.getRuntime().addShutdownHook(new Thread(qemu::close));
      AttachScenario.launch(bench, qemu.qmp(), qemu.folder().resolve("capture"));
      bench.await("the other session", () -> sessions(false) == 2);
    }
    if (new RecordScenario().needs() == null) {
      Path folder = Files.createTempDirectory("vtrace-close").toRealPath();
      WizardDriver.finish(
          bench,
          WizardDriver.record(),
          "record-close",
          null,
          RecordScenario.plan(folder, false),
          folder.resolve("recorded"));
      Bench.awaitHere("the recording", RecordScenario::begun);
    }
    VtracePlugin.get().captures().open(Bench.samples().resolve("two-devices"));
    MigrationTarget session = replayed();
    bench.beforeClosing(() -> stopOnceMore(session));
  }

  /** All processes of a session stop, and nobody says where. */
  private static void stopOnceMore(MigrationTarget session) {
    try {
      new ProcessBuilder("kill", "-STOP", Long.toString(session.handle().pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    for (IThread each : session.getThreads()) {
      ((MigrationThread) each).fireSuspendEvent(DebugEvent.BREAKPOINT);
    }
  }

  private static MigrationTarget replayed() {
    return Stream.of(DebugPlugin.getDefault().getLaunchManager().getDebugTargets())
        .filter(each -> !each.isTerminated() && each.isSuspended())
        .map(MigrationTarget.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static long sessions(boolean suspended) {
    return Stream.of(DebugPlugin.getDefault().getLaunchManager().getDebugTargets())
        .filter(each -> !each.isTerminated())
        .filter(each -> !suspended || each.isSuspended())
        .count();
  }
}
