// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.IAdaptable;
import org.eclipse.debug.ui.DebugUITools;

/**
 * Goes back in the migration that is debugged: one step, or to the breakpoint before this place.
 */
public final class BackwardsHandler extends AbstractHandler {
  private static final String REVERSE = "dev.vtrace.eclipse.reverse";

  @Override
  public Object execute(ExecutionEvent event) {
    MigrationThread thread = thread();
    if (thread != null && thread.canResume()) {
      if (event.getCommand().getId().equals(REVERSE)) {
        thread.reverse();
      } else {
        thread.stepBack();
      }
    }
    return null;
  }

  private static MigrationThread thread() {
    IAdaptable context = DebugUITools.getDebugContext();
    if (context instanceof MigrationFrame frame) {
      return (MigrationThread) frame.getThread();
    }
    if (context instanceof MigrationTarget target && target.getThreads().length > 0) {
      return (MigrationThread) target.getThreads()[0];
    }
    return context instanceof MigrationThread thread ? thread : null;
  }
}
