// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.launch;

import dev.vtrace.eclipse.FailureDialog;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.debug.MigrationPresentation;
import dev.vtrace.eclipse.debug.MigrationTarget;
import dev.vtrace.eclipse.preferences.VtracePreferences;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.model.ILaunchConfigurationDelegate;

/** Starts the debugger on a recorded migration or on a running QEMU. */
public final class MigrationLaunchDelegate implements ILaunchConfigurationDelegate {
  @Override
  public void launch(
      ILaunchConfiguration configuration, String mode, ILaunch launch, IProgressMonitor monitor)
      throws CoreException {
    boolean attach = configuration.getType().getIdentifier().equals(MigrationLaunches.ATTACH);
    Map<String, Object> arguments = new HashMap<>();
    Path capture = null;
    if (attach) {
      for (String name :
          new String[] {
            MigrationLaunches.QMP,
            MigrationLaunches.ROLE,
            MigrationLaunches.FOLLOW,
            MigrationLaunches.OUTPUT
          }) {
        String value = configuration.getAttribute(name, "");
        if (!value.isBlank()) {
          arguments.put(name, value.strip());
        }
      }
      arguments.put(
          MigrationLaunches.STOP_ON_BREAKPOINT,
          configuration.getAttribute(MigrationLaunches.STOP_ON_BREAKPOINT, false));
    } else {
      capture = Path.of(configuration.getAttribute(MigrationLaunches.CAPTURE, ""));
      arguments.put(MigrationLaunches.CAPTURE, capture.toString());
    }
    arguments.put(
        MigrationLaunches.STOP_ON_ENTRY,
        configuration.getAttribute(MigrationLaunches.STOP_ON_ENTRY, true));
    if (!VtracePreferences.qemuSource().isBlank()) {
      arguments.put("qemuSource", VtracePreferences.qemuSource());
    }
    try {
      if (capture != null) {
        open(capture, monitor);
      }
      launch.setSourceLocator(new MigrationPresentation());
      MigrationTarget.start(launch, configuration.getName(), capture, arguments, monitor);
    } catch (IOException e) {
      // Where nobody listens, or nothing was recorded: no fault that the error log should have.
      DebugPlugin.getDefault().getLaunchManager().removeLaunch(launch);
      FailureDialog.show(configuration.getName(), e.getMessage());
    }
  }

  /** Frames stand in files of the workspace, which are there for open captures. */
  private static void open(Path capture, IProgressMonitor monitor) throws IOException {
    boolean known =
        VtracePlugin.get().captures().all().stream().anyMatch(each -> each.path().equals(capture));
    if (!known) {
      VtracePlugin.get().captures().read(capture, monitor);
    }
  }
}
