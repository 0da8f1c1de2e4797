// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceProject;
import dev.vtrace.eclipse.model.CaptureList;
import dev.vtrace.eclipse.server.ServerConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.resources.WorkspaceJob;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.PublishDiagnosticsParams;

/**
 * Findings at the lines of files, as markers of the workspace: editors and the view Problems show
 * them.
 */
public final class LogMarkers implements CaptureList.CaptureListener {
  /** The type of the markers. */
  public static final String TYPE = VtracePlugin.ID + ".problem";

  /** The capture that a finding belongs to, as an attribute of its marker. */
  static final String CAPTURE = "capture";

  private static final int LATER_MILLIS = 200;

  private final Map<String, List<Diagnostic>> waiting = new ConcurrentHashMap<>();

  private LogMarkers() {}

  /** From now on what the server pushes becomes markers. */
  public static void install(ServerConnection server, CaptureList captures) {
    LogMarkers markers = new LogMarkers();
    server.onDiagnostics(markers::published);
    captures.add(markers);
  }

  private void published(PublishDiagnosticsParams params) {
    waiting.put(params.getUri(), params.getDiagnostics());
    capturesChanged();
  }

  /** The files of a capture may be in the workspace only after their diagnostics came. */
  @Override
  public void capturesChanged() {
    WorkspaceJob job =
        new WorkspaceJob("Marking findings") {
          @Override
          public IStatus runInWorkspace(IProgressMonitor monitor) throws CoreException {
            if (VtracePlugin.isClosing()) {
              return Status.CANCEL_STATUS;
            }
            if (VtracePlugin.isAskedToClose()) {
              schedule(LATER_MILLIS);
              return Status.OK_STATUS;
            }
            for (String uri : waiting.keySet()) {
              IFile file = EvidenceProject.find(uri);
              if (file != null && file.exists()) {
                mark(file, waiting.remove(uri));
              }
            }
            return Status.OK_STATUS;
          }
        };
    // Files that are there must stay until they are marked: removing a capture waits.
    job.setRule(ResourcesPlugin.getWorkspace().getRoot());
    job.setSystem(true);
    job.schedule();
  }

  private static void mark(IFile file, List<Diagnostic> diagnostics) throws CoreException {
    file.deleteMarkers(TYPE, false, IResource.DEPTH_ZERO);
    for (Diagnostic each : diagnostics == null ? List.<Diagnostic>of() : diagnostics) {
      Map<String, Object> attributes = new HashMap<>();
      attributes.put(IMarker.MESSAGE, Plain.text(text(each)));
      attributes.put(IMarker.SEVERITY, severity(each.getSeverity()));
      attributes.put(IMarker.LINE_NUMBER, each.getRange().getStart().getLine() + 1);
      attributes.put(IMarker.LOCATION, "line " + (each.getRange().getStart().getLine() + 1));
      if (each.getCodeDescription() != null) {
        attributes.put("page", each.getCodeDescription().getHref());
      }
      if (each.getData() instanceof JsonObject data && data.has(CAPTURE)) {
        attributes.put(CAPTURE, data.get(CAPTURE).getAsString());
      }
      attributes.put("rule", code(each));
      file.createMarker(TYPE, attributes);
    }
  }

  private static String code(Diagnostic diagnostic) {
    return diagnostic.getCode() != null && diagnostic.getCode().isLeft()
        ? diagnostic.getCode().getLeft()
        : "";
  }

  private static String text(Diagnostic diagnostic) {
    String code = code(diagnostic);
    Object message = diagnostic.getMessage();
    return code.isEmpty() ? message.toString() : message + " (" + code + ")";
  }

  private static int severity(DiagnosticSeverity severity) {
    return severity == DiagnosticSeverity.Error
        ? IMarker.SEVERITY_ERROR
        : severity == DiagnosticSeverity.Warning ? IMarker.SEVERITY_WARNING : IMarker.SEVERITY_INFO;
  }
}
