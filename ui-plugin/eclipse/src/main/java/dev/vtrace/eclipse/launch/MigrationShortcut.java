// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.launch;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceProject;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.nio.file.Path;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.debug.ui.ILaunchShortcut;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.ui.IEditorPart;

/** "Debug As > vhost Migration" on a folder or file with a recorded migration, and on its logs. */
public final class MigrationShortcut implements ILaunchShortcut {
  @Override
  public void launch(ISelection selection, String mode) {
    if (selection instanceof IStructuredSelection structured) {
      launch(Adapters.adapt(structured.getFirstElement(), IResource.class));
    }
  }

  @Override
  public void launch(IEditorPart editor, String mode) {
    launch(Adapters.adapt(editor.getEditorInput(), IResource.class));
  }

  private static void launch(IResource resource) {
    Path path = resource == null ? null : EvidenceProject.path(resource.getLocationURI());
    CaptureEntry current = VtracePlugin.get().captures().current();
    if (path != null) {
      MigrationLaunches.replay(captureOf(path));
    } else if (current != null) {
      // The text of a packed log: it is one of the capture that is shown.
      MigrationLaunches.replay(current.path());
    }
  }

  /** The open capture that a file belongs to, else the file itself. */
  private static Path captureOf(Path path) {
    return VtracePlugin.get().captures().all().stream()
        .map(CaptureEntry::path)
        .filter(path::startsWith)
        .findFirst()
        .orElse(path);
  }
}
