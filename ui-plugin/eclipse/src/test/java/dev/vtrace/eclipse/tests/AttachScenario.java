// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.debug.MigrationEventBreakpoint;
import dev.vtrace.eclipse.debug.MigrationTarget;
import dev.vtrace.eclipse.launch.MigrationLaunches;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.debug.core.model.IStackFrame;
import org.eclipse.debug.core.model.IThread;
import org.eclipse.debug.ui.DebugUITools;

/**
 * "Attach to QEMU" at a QEMU that runs: a breakpoint stops it in its migration, it is paused and
 * goes on, and it still runs when the session has ended.
 */
final class AttachScenario implements ScenarioRunner.Scenario {
  private static final String EVENT = "migrate_set_state";

  @Override
  public String needs() {
    return RunningQemu.isThere(RunningQemu.PROGRAM) ? null : RunningQemu.PROGRAM;
  }

  @Override
  public void run(Bench bench) throws Exception {
    IBreakpoint breakpoint = MigrationEventBreakpoint.named(EVENT, "");
    try (RunningQemu qemu = RunningQemu.start(bench)) {
      Path capture = qemu.folder().resolve("capture");
      refuse(bench, qemu.folder().resolve("nobody"));

      DebugPlugin.getDefault().getBreakpointManager().addBreakpoint(breakpoint);
      launch(bench, qemu.qmp(), capture);
      bench.await("the session", () -> target() != null && target().getThreads().length == 1);
      MigrationTarget target = target();
      bench.await("that it can be suspended", target::canSuspend);
      target.suspend();
      bench.await("a pause", target::isSuspended);
      Bench.awaitHere("its frames", () -> stands(target, ""));
      target.resume();
      bench.await("that it goes on", () -> !target.isSuspended());

      qemu.migrate();
      Bench.awaitHere("the breakpoint", () -> target.isSuspended() && stands(target, EVENT));
      bench.screenshot("attach");

      ProcessHandle adapter = target.handle();
      target.terminate();
      bench.await("the end", () -> target.isTerminated() && !adapter.isAlive());
      Bench.check(qemu.isAlive(), "QEMU ended with the session");
      Bench.check(
          Files.readString(capture.resolve("qmp.jsonl")).contains("STOP"), "no STOP in qmp.jsonl");
      bench.open(capture);
    } finally {
      breakpoint.delete();
    }
  }

  /** Where nobody listens, that is said in a dialog, and no session is left. */
  private static void refuse(Bench bench, Path nobody) throws Exception {
    launch(bench, nobody, nobody.resolveSibling("nothing"));
    bench.await("what is wrong", () -> bench.dialog(nobody.toString()) != null);
    bench.screenshot("attach-refused");
    bench.ui(
        () -> {
          bench.dialog(nobody.toString()).close();
          return null;
        });
    Bench.check(target() == null, "there is a session with nobody");
  }

  private static MigrationTarget target() {
    return DebuggerScenario.target();
  }

  private static boolean stands(MigrationTarget target, String place) throws DebugException {
    for (IThread each : target.getThreads()) {
      IStackFrame top = each.getTopStackFrame();
      if (top != null && top.getName().startsWith(place)) {
        return true;
      }
    }
    return false;
  }

  static void launch(Bench bench, Path qmp, Path output) throws Exception {
    ILaunchManager manager = DebugPlugin.getDefault().getLaunchManager();
    ILaunchConfigurationWorkingCopy copy =
        manager
            .getLaunchConfigurationType(MigrationLaunches.ATTACH)
            .newInstance(null, manager.generateLaunchConfigurationName("attach"));
    copy.setAttribute(MigrationLaunches.QMP, qmp.toString());
    copy.setAttribute(MigrationLaunches.ROLE, "source");
    copy.setAttribute(MigrationLaunches.OUTPUT, output.toString());
    copy.setAttribute(MigrationLaunches.STOP_ON_ENTRY, false);
    copy.setAttribute(MigrationLaunches.STOP_ON_BREAKPOINT, true);
    ILaunchConfiguration saved = copy.doSave();
    bench.ui(
        () -> {
          DebugUITools.launch(saved, ILaunchManager.DEBUG_MODE);
          return null;
        });
  }
}
