// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

/** Asks for the plan of a recording and for a new folder. */
final class RecordPage extends WizardPage {
  private Text plan;
  private Text folder;

  RecordPage() {
    super("record", "Recording of a migration", null);
    setDescription(
        "The plan says how to start or reach both QEMUs; vtrace help record lists its settings.");
  }

  @Override
  public void createControl(Composite parent) {
    Composite box = new Composite(parent, SWT.NONE);
    box.setLayout(new GridLayout(3, false));
    plan = text(box, "Plan:", 1);
    Button browse = new Button(box, SWT.PUSH);
    browse.setText("Browse...");
    browse.addListener(SWT.Selection, event -> browse());
    folder = text(box, "New folder:", 2);
    folder.setToolTipText("It will hold secrets of the guest: only you can read it.");
    String stamp = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    folder.setText(Path.of(System.getProperty("user.home"), "migration-" + stamp).toString());
    setPageComplete(false);
    setControl(box);
  }

  private Text text(Composite box, String label, int columns) {
    new Label(box, SWT.NONE).setText(label);
    Text out = new Text(box, SWT.BORDER);
    out.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, columns, 1));
    out.addListener(SWT.Modify, event -> setPageComplete(isComplete()));
    return out;
  }

  private void browse() {
    String chosen = new FileDialog(getShell(), SWT.OPEN).open();
    if (chosen != null) {
      plan.setText(chosen);
    }
  }

  private boolean isComplete() {
    String problem = null;
    try {
      if (plan == null || plan.getText().isBlank() || folder == null) {
        return false;
      }
      if (!Files.isRegularFile(Path.of(plan.getText()))) {
        problem = plan.getText() + " is no file";
      } else if (!Path.of(folder.getText()).isAbsolute()) {
        problem = "the folder needs a whole path, beginning with /";
      } else if (Files.exists(Path.of(folder.getText()))) {
        problem = folder.getText() + " exists already";
      }
    } catch (InvalidPathException e) {
      problem = e.getMessage();
    }
    setErrorMessage(problem);
    return problem == null;
  }

  String plan() {
    return Path.of(plan.getText()).toAbsolutePath().toString();
  }

  Path folder() {
    return Path.of(folder.getText());
  }
}
