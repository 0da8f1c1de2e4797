// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.VtracePlugin;
import java.nio.file.Path;
import org.eclipse.core.runtime.IPath;
import org.eclipse.ui.IEditorLauncher;

/** Opens {@code .vtrace} files and manifests of captures by double click: as captures. */
public final class ArchiveEditor implements IEditorLauncher {
  @Override
  public void open(IPath file) {
    Path path = file.toPath();
    boolean manifest = path.getFileName().toString().equals("capture.json");
    VtracePlugin.get().captures().open(manifest ? path.getParent() : path);
  }
}
