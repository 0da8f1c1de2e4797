// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.VtracePlugin;
import java.nio.file.Path;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.ui.IImportWizard;
import org.eclipse.ui.IWorkbench;

/** Opens a capture. */
public final class OpenCaptureWizard extends Wizard implements IImportWizard {
  private final PathPage page =
      new PathPage(
          "Recorded migration",
          "A folder with trace logs, the stream, the vhost-user socket; or a .vtrace file or a single log.");

  @Override
  public void init(IWorkbench workbench, IStructuredSelection selection) {
    setWindowTitle("vtrace");
  }

  @Override
  public void addPages() {
    addPage(page);
  }

  @Override
  public boolean performFinish() {
    VtracePlugin.get().captures().open(Path.of(page.path()));
    return true;
  }
}
