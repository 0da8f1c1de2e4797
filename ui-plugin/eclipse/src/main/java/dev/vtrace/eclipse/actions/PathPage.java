// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

/** Asks for a file or folder that is there. */
final class PathPage extends WizardPage {
  private Text path;

  PathPage(String title, String description) {
    super("path", title, null);
    setDescription(description);
  }

  @Override
  public void createControl(Composite parent) {
    Composite box = new Composite(parent, SWT.NONE);
    box.setLayout(new GridLayout(4, false));
    new Label(box, SWT.NONE).setText("Capture:");
    path = new Text(box, SWT.BORDER);
    path.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
    button(box, "Folder...", () -> new DirectoryDialog(getShell(), SWT.OPEN).open());
    button(box, "File...", () -> new FileDialog(getShell(), SWT.OPEN).open());
    path.addListener(SWT.Modify, event -> setPageComplete(isThere()));
    setPageComplete(false);
    setControl(box);
  }

  private interface Dialog {
    String open();
  }

  private void button(Composite box, String text, Dialog dialog) {
    Button button = new Button(box, SWT.PUSH);
    button.setText(text);
    button.addListener(
        SWT.Selection,
        event -> {
          String chosen = dialog.open();
          if (chosen != null) {
            path.setText(chosen);
          }
        });
  }

  private boolean isThere() {
    try {
      return !path.getText().isBlank() && Files.exists(Path.of(path.getText()));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  String path() {
    return path.getText();
  }
}
