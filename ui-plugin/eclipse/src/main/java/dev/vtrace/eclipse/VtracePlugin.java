// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse;

import dev.vtrace.eclipse.actions.ProgramRun;
import dev.vtrace.eclipse.debug.MigrationTarget;
import dev.vtrace.eclipse.log.LogMarkers;
import dev.vtrace.eclipse.model.CaptureList;
import dev.vtrace.eclipse.server.ServerConnection;
import dev.vtrace.eclipse.server.VtraceJar;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchListener;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.plugin.AbstractUIPlugin;
import org.osgi.framework.BundleContext;

/** The plug-in: it owns the connection to the server and the list of open captures. */
public final class VtracePlugin extends AbstractUIPlugin {
  /** The symbolic name. */
  public static final String ID = "dev.vtrace.eclipse";

  private static final int QUESTION_MILLIS = 50;

  private static VtracePlugin instance;

  private ServerConnection server;
  private CaptureList captures;
  private volatile boolean closing;

  /** The running plug-in. */
  public static VtracePlugin get() {
    return instance;
  }

  @Override
  public void start(BundleContext context) throws Exception {
    super.start(context);
    instance = this;
    server =
        new ServerConnection(
            new VtraceJar(context.getBundle()), getStateLocation().toFile().toPath());
    captures = new CaptureList(server);
    LogMarkers.install(server, captures);
    if (PlatformUI.isWorkbenchRunning()) {
      PlatformUI.getWorkbench().addWorkbenchListener(new Closing());
    }
  }

  @Override
  public void stop(BundleContext context) throws Exception {
    server.close();
    instance = null;
    super.stop(context);
  }

  /** When the workbench closes, what runs ends first: the platform is there until then. */
  private final class Closing implements IWorkbenchListener {
    @Override
    public boolean preShutdown(IWorkbench workbench, boolean forced) {
      // People may still keep it open.
      return true;
    }

    @Override
    public void postShutdown(IWorkbench workbench) {
      closing = true;
      MigrationTarget.endAll();
      ProgramRun.endAll();
      server.close();
    }
  }

  /** Whether the workbench is closing: nothing is begun any more. */
  public static boolean isClosing() {
    VtracePlugin plugin = instance;
    return plugin == null || plugin.closing;
  }

  /** Whether the workbench was asked to close: it may do so now, or people keep it open. */
  public static boolean isAskedToClose() {
    return isClosing() || PlatformUI.isWorkbenchRunning() && PlatformUI.getWorkbench().isClosing();
  }

  /**
   * Waits, in a thread that holds no lock, until it is known whether the workbench closes. Between
   * the question and the end the platform closes its windows and saves the workspace: what is shown
   * or changed then fails.
   *
   * @return whether it stays open
   */
  public static boolean staysOpen() {
    try {
      while (!isClosing() && isAskedToClose()) {
        Thread.sleep(QUESTION_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !isClosing();
  }

  /** The server; it is started by the first request. */
  public ServerConnection server() {
    return server;
  }

  /** The captures that people work with. */
  public CaptureList captures() {
    return captures;
  }

  /** Writes what went wrong into the error log. */
  public static void log(String message, Throwable problem) {
    VtracePlugin plugin = instance;
    if (plugin != null) {
      plugin.getLog().log(status(message, problem));
    }
  }

  /** What went wrong, for dialogs and jobs. */
  public static IStatus status(String message, Throwable problem) {
    return new Status(IStatus.ERROR, ID, message, problem);
  }
}
