// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

/** Asks for a capture, for the form in which it is written, and for the file. */
final class OutputPage extends WizardPage {
  private final List<OutputForm> forms;
  private final Path given;
  private final List<CaptureEntry> captures = VtracePlugin.get().captures().all();
  private Combo capture;
  private Combo form;
  private Text file;

  /**
   * @param given the capture that is suggested; null for the one that the views show
   */
  OutputPage(String title, String description, List<OutputForm> forms, Path given) {
    super("output", title, null);
    setDescription(description);
    this.forms = forms;
    this.given = given;
  }

  @Override
  public void createControl(Composite parent) {
    Composite box = new Composite(parent, SWT.NONE);
    box.setLayout(new GridLayout(3, false));
    capture = combo(box, "Capture:", captures.stream().map(CaptureEntry::name).toList());
    form = combo(box, "Form:", forms.stream().map(OutputForm::label).toList());
    new Label(box, SWT.NONE).setText("File:");
    file = new Text(box, SWT.BORDER);
    file.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
    Button browse = new Button(box, SWT.PUSH);
    browse.setText("Browse...");
    browse.addListener(SWT.Selection, event -> browse());
    capture.select(suggested());
    form.select(0);
    suggestFile();
    form.addListener(SWT.Selection, event -> suggestFile());
    capture.addListener(SWT.Selection, event -> suggestFile());
    file.addListener(SWT.Modify, event -> setPageComplete(isComplete()));
    setPageComplete(isComplete());
    setControl(box);
  }

  private static Combo combo(Composite box, String label, List<String> items) {
    new Label(box, SWT.NONE).setText(label);
    Combo out = new Combo(box, SWT.READ_ONLY);
    out.setItems(items.toArray(new String[0]));
    out.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 2, 1));
    return out;
  }

  private int suggested() {
    for (int i = 0; i < captures.size(); i++) {
      boolean wanted =
          given == null
              ? captures.get(i) == VtracePlugin.get().captures().current()
              : captures.get(i).path().equals(given);
      if (wanted) {
        return i;
      }
    }
    return 0;
  }

  private void suggestFile() {
    if (capture.getSelectionIndex() >= 0) {
      Path folder = capturePath().toAbsolutePath().getParent();
      String name = captures.get(capture.getSelectionIndex()).name();
      file.setText(folder.resolve(name + "-" + form().name()).toString());
    }
  }

  private void browse() {
    FileDialog dialog = new FileDialog(getShell(), SWT.SAVE);
    dialog.setOverwrite(true);
    dialog.setFileName(file.getText());
    String chosen = dialog.open();
    if (chosen != null) {
      file.setText(chosen);
    }
  }

  private boolean isComplete() {
    if (captures.isEmpty()) {
      setErrorMessage("No capture is open.");
      return false;
    }
    String problem = null;
    String note = null;
    try {
      Path path = Path.of(file.getText().strip());
      if (!path.isAbsolute()) {
        problem = "The file needs a whole path, beginning with the root.";
      } else if (path.getParent() == null || !Files.isDirectory(path.getParent())) {
        problem = "The folder of the file does not exist.";
      } else if (Files.isDirectory(path)) {
        problem = path + " is a folder that exists already.";
      } else if (Files.exists(path)) {
        note = path + " exists already and will be replaced.";
      }
    } catch (InvalidPathException e) {
      problem = e.getMessage();
    }
    setErrorMessage(problem);
    setMessage(note, WARNING);
    return problem == null;
  }

  Path capturePath() {
    return captures.get(capture.getSelectionIndex()).path();
  }

  OutputForm form() {
    return forms.get(form.getSelectionIndex());
  }

  Path file() {
    return Path.of(file.getText().strip());
  }
}
