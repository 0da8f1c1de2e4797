// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import java.nio.file.Path;

/** Writes a report that can be published. */
public final class ReportWizard extends OutputWizard {
  /** For the platform. */
  public ReportWizard() {
    this(null);
  }

  ReportWizard(Path capture) {
    super(
        new OutputPage(
            "Bug report",
            "Names, addresses, keys and guest memory are replaced.",
            OutputForm.REPORTS,
            capture));
  }
}
