// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import java.io.IOException;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.debug.core.model.ILineBreakpoint;
import org.eclipse.debug.core.model.ISourceLocator;
import org.eclipse.debug.core.model.IStackFrame;
import org.eclipse.debug.core.model.IValue;
import org.eclipse.debug.ui.IDebugModelPresentation;
import org.eclipse.debug.ui.IValueDetailListener;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.part.FileEditorInput;

/** How views of the debugger show what it has, and in which editor frames stand. */
public final class MigrationPresentation extends LabelProvider
    implements IDebugModelPresentation, ISourceLocator {
  /** A document that a frame stands in. */
  record FrameDocument(String uri) {}

  /** Sources are looked up in a job: a text that an editor will show is read there. */
  @Override
  public Object getSourceElement(IStackFrame frame) {
    String uri = frame instanceof MigrationFrame own ? MigrationSources.uri(own.source()) : null;
    if (uri == null) {
      return null;
    }
    try {
      EvidenceOpener.prepare(uri, new NullProgressMonitor());
      return new FrameDocument(uri);
    } catch (IOException e) {
      // What cannot be read has no place to show.
      return null;
    }
  }

  @Override
  public void setAttribute(String attribute, Object value) {
    // Types and addresses are not shown.
  }

  @Override
  public String getText(Object element) {
    if (element instanceof MigrationThread thread) {
      String reason = thread.reason().isEmpty() ? "" : " (" + thread.reason() + ")";
      return Plain.text(thread.getName() + reason);
    }
    if (element instanceof MigrationFrame frame) {
      String line = frame.getLineNumber() > 0 ? "  line " + frame.getLineNumber() : "";
      return Plain.text(frame.getName() + line);
    }
    if (element instanceof MigrationTarget target) {
      return target.getName();
    }
    if (element instanceof MigrationVariable variable) {
      return Plain.text(variable.getName());
    }
    return element instanceof IBreakpoint breakpoint && breakpoint.getMarker() != null
        ? breakpoint.getMarker().getAttribute(IMarker.MESSAGE, "")
        : null;
  }

  @Override
  public void computeDetail(IValue value, IValueDetailListener listener) {
    try {
      listener.detailComputed(value, value.getValueString());
    } catch (CoreException e) {
      listener.detailComputed(value, e.getStatus().getMessage());
    }
  }

  @Override
  public IEditorInput getEditorInput(Object element) {
    try {
      if (element instanceof FrameDocument document) {
        return EvidenceOpener.input(document.uri());
      }
    } catch (CoreException e) {
      VtracePlugin.log(e.getStatus().getMessage(), e);
    }
    return element instanceof ILineBreakpoint breakpoint
            && breakpoint.getMarker().getResource() instanceof IFile file
        ? new FileEditorInput(file)
        : null;
  }

  @Override
  public String getEditorId(IEditorInput input, Object element) {
    return EvidenceOpener.LOG_EDITOR;
  }
}
