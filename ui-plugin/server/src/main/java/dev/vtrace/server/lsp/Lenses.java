// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.Command;

/** A line above each start and stop that says what became of its operations. */
final class Lenses {
  /** More lenses than lines that anybody looks at. */
  private static final int MOST = 2_000;

  private static final int NAMES = 5;

  private Lenses() {}

  static List<CodeLens> of(Document document, OpenRun run) {
    List<CodeLens> out = new ArrayList<>();
    Input input = document.input(run);
    if (input == null) {
      return out;
    }
    String headline = String.join(". ", run.timeline().headline());
    Command open =
        new Command(
            headline.isEmpty() ? "open the timeline" : headline,
            EditorCommands.TIMELINE,
            List.of(run.id()));
    out.add(new CodeLens(Ranges.of(0, 0, 0), open, null));
    if (document.rendering() != null) {
      return out;
    }
    for (Map.Entry<Long, List<Ref>> line :
        run.places().lines(input.name(), 0, Long.MAX_VALUE).entrySet()) {
      for (Ref ref : line.getValue()) {
        if (ref instanceof Ref.WindowRef of && out.size() < MOST) {
          out.add(lens(run, line.getKey() - 1, of));
        }
      }
    }
    return out;
  }

  private static CodeLens lens(OpenRun run, long line, Ref.WindowRef ref) {
    Window window = run.window(ref.window());
    Command show =
        new Command(
            text(run, window),
            EditorCommands.WINDOW,
            List.of(run.id(), window.id(), ref.item().orElse(-1)));
    return new CodeLens(Ranges.of(line, 0, 0), show, null);
  }

  /** {@code switchover stop, back-end transferred | skipped: 2 (SET_VRING_NUM)}. */
  static String text(OpenRun run, Window window) {
    StringBuilder title = new StringBuilder(title(run.migration(), window));
    for (Verdict verdict : Verdict.values()) {
      int count = window.count(verdict);
      if (count > 0 && verdict != Verdict.NOT_DUE) {
        title.append(" | ").append(verdict.label()).append(": ").append(count);
        title.append(verdict == Verdict.EXECUTED ? "" : " (" + names(window, verdict) + ")");
      }
    }
    return title.toString();
  }

  /** {@code switchover stop, back-end transferred}. */
  static String title(Migration migration, Window window) {
    String transfer =
        switch (migration.transfer(window)) {
          case TRANSFERRED -> ", back-end transferred";
          case ATTEMPTED -> ", transfer attempted";
          case KEPT -> ", back-end kept";
          case NONE, UNKNOWN -> "";
        };
    return window.phase().label()
        + " "
        + window.kind().label()
        + transfer
        + (window.failed() ? ", failed" : "");
  }

  private static String names(Window window, Verdict verdict) {
    Set<String> names = new LinkedHashSet<>();
    for (Operation operation : window.operations()) {
      if (operation.verdict() == verdict) {
        names.add(operation.name());
      }
    }
    List<String> first = new ArrayList<>(names).subList(0, Math.min(NAMES, names.size()));
    return String.join(", ", first) + (names.size() > NAMES ? ", ..." : "");
  }
}
