// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.timeline.TimeWords;

/** The operations of a start or stop as text, each with its reason and the places that show it. */
final class WindowText {
  private WindowText() {}

  static String of(Migration migration, Window window) {
    StringBuilder out = new StringBuilder();
    out.append(window.participant()).append(' ').append(Lenses.title(migration, window));
    out.append(' ').append(window.device());
    if (window.beginNs() >= 0 && window.endNs() >= window.beginNs()) {
      out.append(", ").append(TimeWords.duration(window.endNs() - window.beginNs()));
    }
    out.append(window.why().isEmpty() ? "" : ": " + window.why()).append("\n\n");
    for (Operation operation : window.operations()) {
      out.append(operation.verdict().label()).append("  ").append(operation.name());
      out.append(operation.queue() < 0 ? "" : " q" + operation.queue());
      out.append(": ").append(operation.why()).append('\n');
      for (Evidence evidence : operation.evidence()) {
        out.append("    ").append(evidence.location()).append("  ");
        out.append(evidence.shownText()).append('\n');
      }
    }
    return out.toString();
  }
}
