// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugEvent;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.IDebugEventSetListener;

/**
 * The platform's answer to a stop: a job that shows the perspective of the debugger. It has neither
 * family nor listener, and fails in the error log if it runs when the workbench has closed.
 */
final class PerspectiveSwitches {
  private static final String MANAGER =
      "org.eclipse.debug.internal.ui.launchConfigurations.PerspectiveManager";
  private static final int PATIENCE_SECONDS = 2;

  private PerspectiveSwitches() {}

  /** Drops those that wait, after the stops before now have reached the platform. */
  static void drop() {
    Object mark = new Object();
    CountDownLatch dispatched = new CountDownLatch(1);
    IDebugEventSetListener listener =
        events -> {
          if (events[0].getSource() == mark) {
            dispatched.countDown();
          }
        };
    DebugPlugin platform = DebugPlugin.getDefault();
    platform.addDebugEventListener(listener);
    try {
      // Events are dispatched in the order in which they are fired.
      platform.fireDebugEventSet(
          new DebugEvent[] {new DebugEvent(mark, DebugEvent.MODEL_SPECIFIC)});
      dispatched.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      platform.removeDebugEventListener(listener);
    }
    Stream.of(Job.getJobManager().find(null))
        .filter(each -> each.getClass().getName().startsWith(MANAGER))
        .forEach(Job::cancel);
  }
}
