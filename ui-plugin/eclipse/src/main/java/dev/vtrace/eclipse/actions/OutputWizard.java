// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.BackgroundWork;
import dev.vtrace.eclipse.preferences.VtracePreferences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.ui.IExportWizard;
import org.eclipse.ui.IWorkbench;

/** Writes something of a capture into a file, in a job. */
abstract class OutputWizard extends Wizard implements IExportWizard {
  private final OutputPage page;

  OutputWizard(OutputPage page) {
    this.page = page;
    setWindowTitle("vtrace");
  }

  @Override
  public void init(IWorkbench workbench, IStructuredSelection selection) {
    // The page suggests the capture that the views show.
  }

  @Override
  public void addPages() {
    addPage(page);
  }

  @Override
  public boolean performFinish() {
    write(page.form(), page.capturePath(), page.file());
    return true;
  }

  /** Writes it. */
  static Job write(OutputForm form, Path capture, Path file) {
    List<String> arguments = new ArrayList<>(form.arguments());
    if (form.arguments().get(0).equals("report") && !VtracePreferences.keep().isBlank()) {
      arguments.add("--keep");
      arguments.add(VtracePreferences.keep().strip());
    }
    if (!form.prints()) {
      arguments.add("-o");
      arguments.add(file.toString());
    }
    arguments.add(capture.toString());
    return BackgroundWork.start(
        "Writing " + file.getFileName(),
        file.getFileName().toString(),
        true,
        monitor ->
            ProgramRun.run(arguments.toArray(new String[0]), form.prints() ? file : null, monitor));
  }
}
