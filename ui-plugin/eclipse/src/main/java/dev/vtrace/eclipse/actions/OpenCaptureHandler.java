// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceProject;
import java.nio.file.Path;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.ui.handlers.HandlerUtil;

/** Opens the selected files and folders as captures; asks for one where nothing is selected. */
public final class OpenCaptureHandler extends AbstractHandler {
  @Override
  public Object execute(ExecutionEvent event) {
    boolean any = false;
    if (HandlerUtil.getCurrentSelection(event) instanceof IStructuredSelection selection) {
      for (Object each : selection.toList()) {
        IResource resource = Adapters.adapt(each, IResource.class);
        Path path = resource == null ? null : EvidenceProject.path(resource.getLocationURI());
        if (path != null) {
          VtracePlugin.get().captures().open(path);
          any = true;
        }
      }
    }
    if (!any) {
      new WizardDialog(HandlerUtil.getActiveShell(event), new OpenCaptureWizard()).open();
    }
    return null;
  }
}
