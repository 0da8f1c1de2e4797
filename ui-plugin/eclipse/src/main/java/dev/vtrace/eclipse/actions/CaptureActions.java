// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.launch.MigrationLaunches;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.timeline.MigrationTimeline;
import org.eclipse.jface.wizard.IWizard;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;

/** What people can do with a capture. */
public final class CaptureActions {
  private CaptureActions() {}

  /** Brings the timeline to the front, with this capture. */
  public static void showTimeline(CaptureEntry capture) {
    VtracePlugin.get().captures().show(capture);
    IWorkbenchPage page = EvidenceOpener.page();
    if (page != null) {
      try {
        page.showView(MigrationTimeline.ID);
      } catch (PartInitException e) {
        VtracePlugin.log(e.getMessage(), e);
      }
    }
  }

  /** Replays the migration in the debugger. */
  public static void debug(CaptureEntry capture) {
    MigrationLaunches.replay(capture.path());
  }

  /** Asks how and where to write a report. */
  public static void report(CaptureEntry capture) {
    open(new ReportWizard(capture.path()));
  }

  /** Asks how and where to write what other programs read. */
  public static void export(CaptureEntry capture) {
    open(new ExportWizard(capture.path()));
  }

  private static void open(IWizard wizard) {
    IWorkbenchPage page = EvidenceOpener.page();
    if (page != null) {
      new WizardDialog(page.getWorkbenchWindow().getShell(), wizard).open();
    }
  }
}
