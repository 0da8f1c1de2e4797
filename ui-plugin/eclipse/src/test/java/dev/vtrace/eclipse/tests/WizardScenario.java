// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import com.google.gson.JsonParser;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.actions.ArchiveEditor;
import dev.vtrace.eclipse.actions.ExportWizard;
import dev.vtrace.eclipse.actions.ReportWizard;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.runtime.IPath;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;

/** The wizards write a report, which opens by double click, and JSON. */
final class WizardScenario implements ScenarioRunner.Scenario {
  private static final int LEDGER = 4;

  @Override
  public void run(Bench bench) throws Exception {
    Path folder = Files.createTempDirectory("vtrace-eclipse").toRealPath();
    bench.open(Bench.samples().resolve("backend-transfer-2q"));

    Path report = folder.resolve("report.vtrace");
    finish(bench, new ReportWizard(), 0, report, "report");
    bench.await("the report", () -> Files.exists(report) && Files.size(report) > 0);

    Path ledger = folder.resolve("ledger.json");
    finish(bench, new ExportWizard(), LEDGER, ledger, "export");
    bench.await(
        "the ledger", () -> Files.exists(ledger) && Files.readString(ledger).strip().endsWith("}"));
    Bench.equal(
        JsonParser.parseString(Files.readString(ledger))
            .getAsJsonObject()
            .get("format")
            .getAsString(),
        "vtrace-ledger/1",
        "format");

    Thread.sleep(1000);
    bench.ui(
        () -> {
          new ArchiveEditor().open(IPath.fromPath(report));
          return null;
        });
    bench.await(
        "the capture of the report",
        () ->
            VtracePlugin.get().captures().all().stream()
                .anyMatch(each -> each.path().equals(report)));
    VtracePlugin.get().captures().close(VtracePlugin.get().captures().current());
  }

  private static void finish(Bench bench, Wizard wizard, int form, Path file, String name)
      throws Exception {
    WizardDialog dialog =
        bench.ui(
            () -> {
              WizardDialog made = new WizardDialog(bench.window().getShell(), wizard);
              made.setBlockOnOpen(false);
              made.open();
              return made;
            });
    bench.screenshot("wizard-" + name);
    bench.ui(
        () -> {
          Composite page = (Composite) wizard.getPages()[0].getControl();
          int combos = 0;
          for (Control each : page.getChildren()) {
            if (each instanceof Combo combo && ++combos == 2) {
              combo.select(form);
            } else if (each instanceof Text text) {
              text.setText(file.toString());
            }
          }
          Bench.check(wizard.canFinish(), "the wizard cannot finish");
          Bench.check(wizard.performFinish(), "the wizard does not finish");
          dialog.close();
          return null;
        });
  }
}
