// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.util.List;

/** What ran, what was skipped, and why, of the capture that is shown. */
public final class LedgerView extends FactView {
  /** Its id. */
  public static final String ID = "dev.vtrace.eclipse.ledger";

  @Override
  List<Column> columns() {
    return List.of(
        new Column("Operation", 300),
        new Column("Queue", 60),
        new Column("Verdict", 160),
        new Column("Why", 420));
  }

  @Override
  List<FactRow> rows() {
    CaptureEntry capture = VtracePlugin.get().captures().current();
    return capture == null ? List.of() : FactRows.ledger(capture);
  }
}
