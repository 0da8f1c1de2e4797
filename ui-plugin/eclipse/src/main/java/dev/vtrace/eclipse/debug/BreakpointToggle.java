// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.eclipse.evidence.LogEditors;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IAdapterFactory;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.debug.ui.actions.IToggleBreakpointsTarget;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.texteditor.ITextEditor;

/** Sets and removes breakpoints at lines of logs, by double click at the ruler of their editor. */
public final class BreakpointToggle implements IToggleBreakpointsTarget, IAdapterFactory {
  @Override
  public <T> T getAdapter(Object editor, Class<T> type) {
    boolean wanted =
        type == IToggleBreakpointsTarget.class
            && editor instanceof ITextEditor text
            && file(text) != null
            && LogEditors.isLog(text);
    return wanted ? type.cast(this) : null;
  }

  @Override
  public Class<?>[] getAdapterList() {
    return new Class<?>[] {IToggleBreakpointsTarget.class};
  }

  private static IFile file(IEditorPart editor) {
    return Adapters.adapt(editor.getEditorInput(), IFile.class);
  }

  @Override
  public void toggleLineBreakpoints(IWorkbenchPart part, ISelection selection)
      throws CoreException {
    if (part instanceof IEditorPart editor && selection instanceof ITextSelection text) {
      toggle(file(editor), text.getStartLine() + 1);
    }
  }

  /** Sets a breakpoint at a line, or removes the one that is there. */
  static void toggle(IFile file, int line) throws CoreException {
    var manager = DebugPlugin.getDefault().getBreakpointManager();
    for (IBreakpoint each : manager.getBreakpoints(MigrationElement.MODEL)) {
      IMarker marker = each.getMarker();
      if (file.equals(marker.getResource())
          && marker.getAttribute(IMarker.LINE_NUMBER, -1) == line) {
        each.delete();
        return;
      }
    }
    manager.addBreakpoint(new MigrationLineBreakpoint(file, line));
  }

  @Override
  public boolean canToggleLineBreakpoints(IWorkbenchPart part, ISelection selection) {
    return true;
  }

  @Override
  public void toggleMethodBreakpoints(IWorkbenchPart part, ISelection selection) {
    // A log has no methods.
  }

  @Override
  public boolean canToggleMethodBreakpoints(IWorkbenchPart part, ISelection selection) {
    return false;
  }

  @Override
  public void toggleWatchpoints(IWorkbenchPart part, ISelection selection) {
    // Values are watched by conditions.
  }

  @Override
  public boolean canToggleWatchpoints(IWorkbenchPart part, ISelection selection) {
    return false;
  }
}
