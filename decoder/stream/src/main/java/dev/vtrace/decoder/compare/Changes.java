// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects changes of layouts. */
final class Changes {
  private final List<LayoutChange> list = new ArrayList<>();

  void add(Code code, LayoutChange.Breaks breaks, String path, String message) {
    list.add(new LayoutChange(new Diagnostic(code, 0, 0, path, message), breaks));
  }

  void add(Changes more) {
    list.addAll(more.list);
  }

  /**
   * Makes errors from an index on warnings: they are about a subsection, which may not be sent at
   * all.
   */
  void optionalFrom(int index) {
    for (int i = index; i < list.size(); i++) {
      LayoutChange change = list.get(i);
      Diagnostic found = change.diagnostic();
      if (found.severity() == Severity.ERROR) {
        String message = found.message() + "; the subsection is not always sent";
        Code code = Code.LAYOUT_SUBSECTION_OPTIONAL;
        list.set(
            i,
            new LayoutChange(new Diagnostic(code, 0, 0, found.path(), message), change.breaks()));
      }
    }
  }

  int size() {
    return list.size();
  }

  List<LayoutChange> list() {
    return List.copyOf(list);
  }
}
