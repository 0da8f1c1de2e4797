// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.wizard.IWizard;
import org.eclipse.jface.wizard.IWizardPage;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IWorkbenchWizard;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.wizards.IWizardRegistry;

/** Fills in the wizards of the plug-in as the platform makes them. */
final class WizardDriver {
  private WizardDriver() {}

  private static IWizard made(IWizardRegistry registry, String id) throws Exception {
    IWorkbenchWizard wizard = registry.findWizard(id).createWizard();
    wizard.init(PlatformUI.getWorkbench(), StructuredSelection.EMPTY);
    return wizard;
  }

  static IWizard record() throws Exception {
    return made(PlatformUI.getWorkbench().getNewWizardRegistry(), "dev.vtrace.eclipse.record");
  }

  static IWizard open() throws Exception {
    return made(PlatformUI.getWorkbench().getImportWizardRegistry(), "dev.vtrace.eclipse.open");
  }

  static IWizard export() throws Exception {
    return made(PlatformUI.getWorkbench().getExportWizardRegistry(), "dev.vtrace.eclipse.export");
  }

  static IWizard report() throws Exception {
    return made(PlatformUI.getWorkbench().getExportWizardRegistry(), "dev.vtrace.eclipse.report");
  }

  /**
   * Opens a wizard, fills it in, and finishes it.
   *
   * @param picture the name of a screenshot of it
   * @param form what to choose in its last list, by how that begins; null where there is none
   * @param texts what to write into its fields, from the top
   */
  static void finish(Bench bench, IWizard wizard, String picture, String form, Path... texts)
      throws Exception {
    WizardDialog dialog =
        bench.ui(
            () -> {
              WizardDialog made = new WizardDialog(bench.window().getShell(), wizard);
              made.setBlockOnOpen(false);
              made.open();
              return made;
            });
    bench.ui(
        () -> {
          Composite page = (Composite) wizard.getPages()[0].getControl();
          Combo last = null;
          List<Text> fields = new ArrayList<>();
          for (Control each : page.getChildren()) {
            if (each instanceof Combo combo) {
              last = combo;
            } else if (each instanceof Text text) {
              fields.add(text);
            }
          }
          if (form != null) {
            choose(last, form);
          }
          for (int i = 0; i < texts.length; i++) {
            fields.get(i).setText(texts[i].toString());
          }
          return null;
        });
    bench.screenshot("wizard-" + picture);
    bench.ui(
        () -> {
          Bench.check(wizard.canFinish(), "the wizard cannot finish");
          Bench.check(wizard.performFinish(), "the wizard does not finish");
          dialog.close();
          return null;
        });
  }

  /** A wizard says what is wrong with what is written into its first field. */
  static void refused(Bench bench, IWizard wizard, Path text, String why) throws Exception {
    bench.ui(
        () -> {
          WizardDialog dialog = new WizardDialog(bench.window().getShell(), wizard);
          dialog.setBlockOnOpen(false);
          dialog.open();
          IWizardPage page = wizard.getPages()[0];
          for (Control each : ((Composite) page.getControl()).getChildren()) {
            if (each instanceof Text field) {
              field.setText(text.toString());
            }
          }
          Bench.check(!wizard.canFinish(), "the wizard takes " + text);
          Bench.check(
              page.getErrorMessage() != null && page.getErrorMessage().contains(why),
              "the wizard says " + page.getErrorMessage());
          dialog.close();
          return null;
        });
  }

  private static void choose(Combo combo, String beginning) {
    for (int i = 0; i < combo.getItemCount(); i++) {
      if (combo.getItem(i).startsWith(beginning)) {
        combo.select(i);
        return;
      }
    }
    Bench.check(false, "there is no " + beginning);
  }
}
