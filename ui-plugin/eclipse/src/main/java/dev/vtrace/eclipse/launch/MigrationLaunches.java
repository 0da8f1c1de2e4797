// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.launch;

import java.nio.file.Path;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationType;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.ui.PlatformUI;

/**
 * Launch configurations of the debugger: their types, their attributes, and those made by a
 * shortcut.
 */
public final class MigrationLaunches {
  /** Replays a recorded migration. */
  public static final String REPLAY = "dev.vtrace.eclipse.replay";

  /** Attaches to a running QEMU. */
  public static final String ATTACH = "dev.vtrace.eclipse.attach";

  /** The folder or file with the migration. */
  public static final String CAPTURE = "capture";

  /** Whether to stop at the first step. */
  public static final String STOP_ON_ENTRY = "stopOnEntry";

  /** The QMP socket: a path, or {@code tcp:HOST:PORT}. */
  public static final String QMP = "qmp";

  /** {@code source} or {@code destination}; empty where it is not known. */
  public static final String ROLE = "role";

  /** The log that QEMU writes to; may be empty. */
  public static final String FOLLOW = "follow";

  /** The new folder to record into; may be empty. */
  public static final String OUTPUT = "output";

  /** Whether a breakpoint stops the guest. */
  public static final String STOP_ON_BREAKPOINT = "stopOnBreakpoint";

  private MigrationLaunches() {}

  /** Starts the debugger on a recorded migration; its launch configuration is kept. */
  public static void replay(Path capture) {
    Job job =
        Job.create(
            "Debugging " + capture.getFileName(),
            (ICoreRunnable)
                monitor -> {
                  ILaunchConfiguration configuration = configuration(capture);
                  PlatformUI.getWorkbench()
                      .getDisplay()
                      .asyncExec(
                          () -> DebugUITools.launch(configuration, ILaunchManager.DEBUG_MODE));
                });
    job.setSystem(true);
    job.schedule();
  }

  /** The launch configuration for a capture: the one that there is, else a new one. */
  public static ILaunchConfiguration configuration(Path capture) throws CoreException {
    ILaunchManager manager = DebugPlugin.getDefault().getLaunchManager();
    ILaunchConfigurationType type = manager.getLaunchConfigurationType(REPLAY);
    for (ILaunchConfiguration each : manager.getLaunchConfigurations(type)) {
      if (each.getAttribute(CAPTURE, "").equals(capture.toString())) {
        return each;
      }
    }
    String name = manager.generateLaunchConfigurationName(capture.getFileName().toString());
    ILaunchConfigurationWorkingCopy copy = type.newInstance(null, name);
    copy.setAttribute(CAPTURE, capture.toString());
    copy.setAttribute(STOP_ON_ENTRY, true);
    return copy.doSave();
  }
}
