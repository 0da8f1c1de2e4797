// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.util.List;

/** What is wrong with the capture that is shown; a cause stands before what follows from it. */
public final class FindingsView extends FactView {
  /** Its id. */
  public static final String ID = "dev.vtrace.eclipse.findings";

  @Override
  List<Column> columns() {
    return List.of(new Column("Finding", 560), new Column("Rule", 80));
  }

  @Override
  List<FactRow> rows() {
    CaptureEntry capture = VtracePlugin.get().captures().current();
    return capture == null ? List.of() : FactRows.findings(capture);
  }

  @Override
  void expand(Object[] rows) {
    // Hints and evidence are opened by those who want them.
  }

  @Override
  String nothing() {
    return VtracePlugin.get().captures().current() == null ? super.nothing() : "No findings.";
  }
}
