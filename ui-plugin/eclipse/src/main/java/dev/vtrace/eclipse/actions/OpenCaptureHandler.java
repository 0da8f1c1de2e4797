// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.VtracePlugin;
import java.net.URI;
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
        URI location = resource == null ? null : resource.getLocationURI();
        if (location != null && "file".equals(location.getScheme())) {
          VtracePlugin.get().captures().open(Path.of(location));
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
