// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the operations that a line tells most of, as it stands at the line's end. */
final class LineVerdicts {
  /**
   * The gravest first: it is the one that a line shows. What ran, or was not due, needs no sign.
   */
  private static final List<Verdict> SHOWN =
      List.of(Verdict.VIOLATION, Verdict.FAILED, Verdict.SKIPPED, Verdict.UNKNOWN);

  private static final int MOST_NAMES = 3;

  private final List<Operation> operations = new ArrayList<>();

  /**
   * @param line first 0
   */
  LineVerdicts(Document document, OpenRun run, long line) {
    Input input = document.input(run);
    for (Ref ref : document.refs(run, line)) {
      if (input != null && ref instanceof Ref.OperationRef of) {
        Operation operation = RunStateAt.operation(run, of);
        if (SHOWN.contains(operation.verdict()) && stands(document, input, operation, line)) {
          operations.add(operation);
        }
      }
    }
  }

  /** Whether an operation is shown at this line first of all. */
  private static boolean stands(Document document, Input input, Operation operation, long line) {
    for (Evidence evidence : operation.evidence()) {
      if (evidence.neighbour() == null) {
        return evidence.file().equals(input.name()) && document.shows(evidence, line);
      }
    }
    return false;
  }

  /** The gravest verdict, or null. */
  @Nullable Verdict gravest() {
    for (Verdict verdict : SHOWN) {
      for (Operation operation : operations) {
        if (operation.verdict() == verdict) {
          return verdict;
        }
      }
    }
    return null;
  }

  /** {@code skipped: SET_VRING_ENABLE q0, GET_VRING_BASE q0 and 2 more}. */
  String text() {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : SHOWN) {
      List<String> names = new ArrayList<>();
      for (Operation each : operations) {
        if (each.verdict() == verdict) {
          names.add(each.queue() < 0 ? each.name() : each.name() + " q" + each.queue());
        }
      }
      int more = names.size() - MOST_NAMES;
      if (!names.isEmpty()) {
        parts.add(
            verdict.label()
                + ": "
                + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                + (more > 0 ? " and " + more + " more" : ""));
      }
    }
    return String.join("; ", parts);
  }
}
