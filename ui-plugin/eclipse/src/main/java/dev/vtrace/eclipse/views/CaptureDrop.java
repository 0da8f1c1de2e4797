// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceProject;
import java.nio.file.Path;
import org.eclipse.core.resources.IResource;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.part.ResourceTransfer;

/** Opens folders and files that are dropped, of the desktop or of the workspace, as captures. */
public final class CaptureDrop extends DropTargetAdapter {
  private CaptureDrop() {}

  /** Lets people drop them on a control. */
  public static void accept(Control control) {
    DropTarget target = new DropTarget(control, DND.DROP_COPY | DND.DROP_LINK | DND.DROP_DEFAULT);
    target.setTransfer(new Transfer[] {FileTransfer.getInstance(), ResourceTransfer.getInstance()});
    target.addDropListener(new CaptureDrop());
  }

  @Override
  public void dragEnter(DropTargetEvent event) {
    event.detail = DND.DROP_COPY;
  }

  @Override
  public void drop(DropTargetEvent event) {
    if (event.data instanceof String[] files) {
      for (String each : files) {
        VtracePlugin.get().captures().open(Path.of(each));
      }
    } else if (event.data instanceof IResource[] resources) {
      for (IResource each : resources) {
        Path path = EvidenceProject.path(each.getLocationURI());
        if (path != null) {
          VtracePlugin.get().captures().open(path);
        }
      }
    }
  }
}
