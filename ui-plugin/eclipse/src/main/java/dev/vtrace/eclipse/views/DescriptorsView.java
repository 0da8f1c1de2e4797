// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.util.List;

/** The file descriptors that the migration which is shown handed over. */
public final class DescriptorsView extends FactView {
  /** Its id. */
  public static final String ID = "dev.vtrace.eclipse.descriptors";

  @Override
  List<Column> columns() {
    return List.of(
        new Column("Purpose", 300),
        new Column("Kind", 120),
        new Column("Channel", 120),
        new Column("State", 200));
  }

  @Override
  List<FactRow> rows() {
    CaptureEntry capture = VtracePlugin.get().captures().current();
    return capture == null ? List.of() : FactRows.descriptors(capture);
  }

  @Override
  void expand(Object[] rows) {
    // Where each was seen is opened by those who want it.
  }

  @Override
  String nothing() {
    return VtracePlugin.get().captures().current() == null
        ? super.nothing()
        : "No descriptors were handed over.";
  }
}
