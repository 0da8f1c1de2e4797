// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.preferences;

import dev.vtrace.eclipse.VtracePlugin;
import org.eclipse.jface.preference.BooleanFieldEditor;
import org.eclipse.jface.preference.DirectoryFieldEditor;
import org.eclipse.jface.preference.FieldEditorPreferencePage;
import org.eclipse.jface.preference.StringFieldEditor;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;

/** The preference page. */
public final class VtracePreferencePage extends FieldEditorPreferencePage
    implements IWorkbenchPreferencePage {
  /** Makes it. */
  public VtracePreferencePage() {
    super(GRID);
    setPreferenceStore(VtracePlugin.get().getPreferenceStore());
    setDescription(
        "The server runs on the Java of this workbench: " + System.getProperty("java.home"));
  }

  @Override
  protected void createFieldEditors() {
    addField(
        new DirectoryFieldEditor(
            VtracePreferences.QEMU_SOURCE, "QEMU source folder:", getFieldEditorParent()));
    addField(
        new BooleanFieldEditor(
            VtracePreferences.FOLLOW_SELECTION,
            "Show the evidence of a mark when it is selected",
            getFieldEditorParent()));
    addField(
        new StringFieldEditor(
            VtracePreferences.KEEP, "Kinds of secrets that reports keep:", getFieldEditorParent()));
  }

  @Override
  public void init(IWorkbench workbench) {
    // Nothing depends on the workbench.
  }
}
