// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.eclipse.FailureDialog;
import dev.vtrace.eclipse.VtracePlugin;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.ui.INewWizard;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.console.ConsolePlugin;
import org.eclipse.ui.console.IConsole;
import org.eclipse.ui.console.MessageConsole;
import org.eclipse.ui.console.MessageConsoleStream;

/** Runs a migration that a plan describes, records it, and opens what was recorded. */
public final class RecordWizard extends Wizard implements INewWizard {
  private final RecordPage page = new RecordPage();

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
    record(page.plan(), page.folder());
    return true;
  }

  /** Records; to cancel it ends the recording as Ctrl-C does. */
  static Job record(String plan, Path folder) {
    MessageConsole console = new MessageConsole("vtrace record " + folder.getFileName(), null);
    ConsolePlugin.getDefault().getConsoleManager().addConsoles(new IConsole[] {console});
    ConsolePlugin.getDefault().getConsoleManager().showConsoleView(console);
    Job job =
        Job.create(
            "Recording a migration",
            monitor -> {
              try {
                run(plan, folder, console, monitor);
              } catch (IOException e) {
                FailureDialog.show("Recording of a migration", e.getMessage());
              } catch (OperationCanceledException e) {
                monitor.setTaskName("ended");
              }
              // Also what failed, or was ended half-way, can be looked at.
              if (Files.exists(folder) && !VtracePlugin.isClosing()) {
                VtracePlugin.get().captures().open(folder);
              }
              return Status.OK_STATUS;
            });
    job.setUser(true);
    job.schedule();
    return job;
  }

  private static void run(
      String plan, Path folder, MessageConsole console, IProgressMonitor monitor)
      throws IOException {
    Process process =
        ProgramRun.start(
            ProgramRun.builder("record", plan, "-o", folder.toString(), "-v")
                .redirectErrorStream(true));
    Thread told = new Thread(() -> tell(process, console), "vtrace record");
    told.setDaemon(true);
    told.start();
    ProgramRun.await(process, monitor);
  }

  private static void tell(Process process, MessageConsole console) {
    try (MessageConsoleStream out = console.newMessageStream();
        BufferedReader in = process.inputReader()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(Plain.text(line));
      }
    } catch (IOException e) {
      // The console, or the recording, has ended.
      process.destroy();
    }
  }
}
