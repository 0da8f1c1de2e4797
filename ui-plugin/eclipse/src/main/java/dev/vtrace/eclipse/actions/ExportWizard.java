// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import java.nio.file.Path;

/** Writes what other programs read. */
public final class ExportWizard extends OutputWizard {
  /** For the platform. */
  public ExportWizard() {
    this(null);
  }

  ExportWizard(Path capture) {
    super(new OutputPage("Export", "For other programs.", OutputForm.EXPORTS, capture));
  }
}
