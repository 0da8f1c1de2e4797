// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.List;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.jface.dialogs.InputDialog;
import org.eclipse.jface.window.Window;
import org.eclipse.ui.handlers.HandlerUtil;

/**
 * Asks for the name of an event or message, or for a kind of operations, and stops there from now
 * on.
 */
public final class EventBreakpointHandler extends AbstractHandler {
  private static final List<String> FILTERS = List.of("skipped", "violation", "error", "unknown");

  private static final String IF = " if ";

  @Override
  public Object execute(ExecutionEvent event) throws ExecutionException {
    InputDialog dialog =
        new InputDialog(
            HandlerUtil.getActiveShell(event),
            "Event Breakpoint",
            "The name of an event or message, such as vhost_dev_stop_in or GET_VRING_BASE;\n"
                + "or one of: "
                + String.join(", ", FILTERS)
                + ".\nA condition may follow: skipped if queue == 1",
            "skipped",
            text -> text.isBlank() ? "" : null);
    if (dialog.open() == Window.OK) {
      String[] parts = dialog.getValue().strip().split(IF, 2);
      String name = parts[0].strip();
      String condition = parts.length < 2 ? "" : parts[1].strip();
      try {
        DebugPlugin.getDefault()
            .getBreakpointManager()
            .addBreakpoint(
                FILTERS.contains(name)
                    ? MigrationEventBreakpoint.of(name, condition)
                    : MigrationEventBreakpoint.named(name, condition));
      } catch (CoreException e) {
        throw new ExecutionException(e.getStatus().getMessage(), e);
      }
    }
    return null;
  }
}
