// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
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

  int size() {
    return list.size();
  }

  List<LayoutChange> list() {
    return List.copyOf(list);
  }
}
