// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.launch;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.ui.AbstractLaunchConfigurationTab;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

/** A tab that asks for the settings of a table. The first one must be given. */
final class SettingsTab extends AbstractLaunchConfigurationTab {
  private static final String[] SIDES = {"", "source", "destination"};

  private final String title;
  private final List<LaunchSetting> settings;
  private final Map<LaunchSetting, Control> controls = new LinkedHashMap<>();

  private SettingsTab(String title, List<LaunchSetting> settings) {
    this.title = title;
    this.settings = settings;
  }

  static SettingsTab replay() {
    return new SettingsTab("Migration", LaunchSetting.REPLAY);
  }

  static SettingsTab attach() {
    return new SettingsTab("QEMU", LaunchSetting.ATTACH);
  }

  @Override
  public void createControl(Composite parent) {
    Composite box = new Composite(parent, SWT.NONE);
    box.setLayout(new GridLayout(3, false));
    for (LaunchSetting each : settings) {
      controls.put(each, control(box, each));
    }
    setControl(box);
  }

  private Control control(Composite box, LaunchSetting setting) {
    if (setting.form() == LaunchSetting.SettingForm.SWITCH) {
      Button button = new Button(box, SWT.CHECK);
      button.setText(setting.label());
      button.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 3, 1));
      button.addListener(SWT.Selection, event -> updateLaunchConfigurationDialog());
      return button;
    }
    new Label(box, SWT.NONE).setText(setting.label());
    if (setting.form() == LaunchSetting.SettingForm.SIDE) {
      Combo combo = new Combo(box, SWT.READ_ONLY);
      combo.setItems("not known", "source", "destination");
      combo.setLayoutData(new GridData(SWT.BEGINNING, SWT.CENTER, false, false, 2, 1));
      combo.addListener(SWT.Selection, event -> updateLaunchConfigurationDialog());
      return combo;
    }
    boolean browse = setting.form() == LaunchSetting.SettingForm.CAPTURE;
    Text text = new Text(box, SWT.BORDER);
    text.setMessage(setting.message());
    text.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, browse ? 1 : 2, 1));
    text.addListener(SWT.Modify, event -> updateLaunchConfigurationDialog());
    if (browse) {
      Button button = new Button(box, SWT.PUSH);
      button.setText("Browse...");
      button.addListener(SWT.Selection, event -> browse(text));
    }
    return text;
  }

  private void browse(Text text) {
    String chosen = new DirectoryDialog(getShell(), SWT.OPEN).open();
    if (chosen != null) {
      text.setText(chosen);
    }
  }

  @Override
  public void setDefaults(ILaunchConfigurationWorkingCopy configuration) {
    CaptureEntry current = VtracePlugin.get().captures().current();
    for (LaunchSetting each : settings) {
      if (each.form() == LaunchSetting.SettingForm.SWITCH) {
        configuration.setAttribute(each.name(), Boolean.parseBoolean(each.initial()));
      } else if (each.form() == LaunchSetting.SettingForm.CAPTURE && current != null) {
        configuration.setAttribute(each.name(), current.path().toString());
      } else {
        configuration.setAttribute(each.name(), each.initial());
      }
    }
  }

  @Override
  public void initializeFrom(ILaunchConfiguration configuration) {
    for (Map.Entry<LaunchSetting, Control> each : controls.entrySet()) {
      LaunchSetting setting = each.getKey();
      try {
        if (each.getValue() instanceof Button button) {
          boolean initial = Boolean.parseBoolean(setting.initial());
          button.setSelection(configuration.getAttribute(setting.name(), initial));
        } else if (each.getValue() instanceof Combo combo) {
          combo.select(
              Math.max(0, List.of(SIDES).indexOf(configuration.getAttribute(setting.name(), ""))));
        } else if (each.getValue() instanceof Text text) {
          text.setText(configuration.getAttribute(setting.name(), setting.initial()));
        }
      } catch (CoreException e) {
        VtracePlugin.log(e.getStatus().getMessage(), e);
      }
    }
  }

  @Override
  public void performApply(ILaunchConfigurationWorkingCopy configuration) {
    for (Map.Entry<LaunchSetting, Control> each : controls.entrySet()) {
      String name = each.getKey().name();
      if (each.getValue() instanceof Button button) {
        configuration.setAttribute(name, button.getSelection());
      } else if (each.getValue() instanceof Combo combo) {
        configuration.setAttribute(name, SIDES[Math.max(0, combo.getSelectionIndex())]);
      } else if (each.getValue() instanceof Text text) {
        configuration.setAttribute(name, text.getText());
      }
    }
  }

  @Override
  public boolean isValid(ILaunchConfiguration configuration) {
    LaunchSetting first = settings.get(0);
    String problem = null;
    try {
      String value = configuration.getAttribute(first.name(), "");
      if (value.isBlank()) {
        problem = first.label().replace(":", "") + " is missing: " + first.message();
      } else if (first.form() == LaunchSetting.SettingForm.CAPTURE
          && !Files.exists(Path.of(value))) {
        problem = value + " does not exist";
      }
    } catch (CoreException | InvalidPathException e) {
      problem = e.getMessage();
    }
    setErrorMessage(problem);
    return problem == null;
  }

  @Override
  public String getName() {
    return title;
  }
}
