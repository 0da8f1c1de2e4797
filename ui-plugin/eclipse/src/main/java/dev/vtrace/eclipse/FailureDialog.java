// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse;

import dev.vtrace.decoder.export.Plain;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;

/**
 * Says what could not be done. That is no fault of the plug-in, so the error log does not have it.
 */
public final class FailureDialog {
  private FailureDialog() {}

  /** Shows a sentence; any thread may call it, and none waits. */
  public static void show(String what, String sentence) {
    if (VtracePlugin.isClosing()) {
      return;
    }
    PlatformUI.getWorkbench()
        .getDisplay()
        .asyncExec(
            () -> {
              IWorkbenchWindow[] windows = PlatformUI.getWorkbench().getWorkbenchWindows();
              Shell shell = windows.length == 0 ? null : windows[0].getShell();
              if (!VtracePlugin.isClosing()) {
                // A single & would be taken for a mnemonic.
                String text = Plain.text(sentence == null ? "" : sentence).replace("&", "&&");
                MessageDialog.openWarning(shell, what, text);
              }
            });
  }
}
