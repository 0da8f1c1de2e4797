// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.launch.MigrationLaunches;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.model.IDebugTarget;

/** The last one: the workbench is closed after it, while a session runs and a capture is read. */
final class CloseScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    Path capture = Bench.samples().resolve("backend-transfer-2q");
    bench.ui(
        () -> {
          MigrationLaunches.replay(capture);
          return null;
        });
    bench.await(
        "the session",
        () ->
            Stream.of(DebugPlugin.getDefault().getLaunchManager().getDebugTargets())
                .anyMatch(IDebugTarget::isSuspended));
    VtracePlugin.get().captures().open(Bench.samples().resolve("two-devices"));
  }
}
