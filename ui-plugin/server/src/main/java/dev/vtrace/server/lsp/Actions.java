// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.run.Uris;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Diagnostic;
import org.jspecify.annotations.Nullable;

/** What can be done about lines: see them in the timeline, take their evidence into a mail. */
final class Actions {
  private static final int LINES = 500;

  private Actions() {}

  /**
   * Actions for lines.
   *
   * @param own whether the client shows windows by its lenses and has a clipboard to copy to
   */
  static List<CodeAction> of(Document document, OpenRun run, CodeActionParams params, boolean own) {
    List<CodeAction> out = new ArrayList<>();
    Set<Ref> refs = new LinkedHashSet<>();
    long first = params.getRange().getStart().getLine();
    long last = Math.min(first + LINES, params.getRange().getEnd().getLine());
    for (long line = first; line <= last; line++) {
      refs.addAll(document.refs(run, line));
    }
    OptionalInt item = refs.stream().flatMapToInt(ref -> ref.item().stream()).findFirst();
    List<Object> where = item.isEmpty() ? List.of(run.id()) : List.of(run.id(), item.getAsInt());
    out.add(action("Open in the timeline", "source", EditorCommands.TIMELINE, where, List.of()));
    if (!own) {
      windows(run, refs, out);
    }
    if (!refs.isEmpty()) {
      String text = text(run, refs);
      out.add(
          action(
              own ? "Copy the evidence as text" : "Show the evidence as text",
              "source",
              EditorCommands.COPY,
              List.of(text),
              List.of()));
    }
    Set<String> pages = new LinkedHashSet<>();
    for (Ref ref : refs) {
      if (ref instanceof Ref.ProblemRef found) {
        String code = run.check().problems().get(found.index()).code().code();
        if (RulePage.exists(code) && pages.add(code)) {
          List<Diagnostic> about =
              params.getContext().getDiagnostics().stream()
                  .filter(d -> d.getCode() != null && d.getCode().get().equals(code))
                  .toList();
          out.add(
              action(
                  "Explain " + code,
                  "quickfix",
                  EditorCommands.PAGE,
                  List.of(Uris.ofRule(code)),
                  about));
        }
      }
    }
    out.add(
        action("Create a report", "source", EditorCommands.REPORT, List.of(run.id()), List.of()));
    return out;
  }

  private static @Nullable Window window(OpenRun run, Ref ref) {
    if (ref instanceof Ref.WindowRef of) {
      return run.windows().get(of.window());
    }
    return ref instanceof Ref.OperationRef of ? run.windows().get(of.window()) : null;
  }

  /** Editors without lenses have their commands here. */
  private static void windows(OpenRun run, Set<Ref> refs, List<CodeAction> out) {
    Set<String> seen = new LinkedHashSet<>();
    for (Ref ref : refs) {
      Window window = window(run, ref);
      if (window != null && seen.add(window.id())) {
        List<Object> where = List.of(run.id(), window.id(), run.itemOf(window.id()).orElse(-1));
        String title = "Show the operations of the " + Lenses.title(run.migration(), window);
        out.add(action(title, "source", EditorCommands.WINDOW, where, List.of()));
      }
    }
  }

  private static CodeAction action(
      String title,
      String kind,
      String command,
      List<Object> arguments,
      List<Diagnostic> diagnostics) {
    CodeAction action = new CodeAction(title);
    action.setKind(kind);
    action.setCommand(new Command(title, command, arguments));
    if (!diagnostics.isEmpty()) {
      action.setDiagnostics(diagnostics);
    }
    return action;
  }

  /** Evidence for a mail: what is said, and below it each place with what stands there. */
  static String text(OpenRun run, Iterable<Ref> refs) {
    StringBuilder out = new StringBuilder();
    for (Ref ref : refs) {
      String claim = claim(run, ref);
      if (claim.isEmpty()) {
        continue;
      }
      out.append(claim).append('\n');
      for (Evidence evidence : RunStateAt.evidence(run, ref)) {
        out.append("    ").append(evidence.location()).append("  ");
        out.append(evidence.shownText()).append('\n');
      }
    }
    return out.toString();
  }

  private static String claim(OpenRun run, Ref ref) {
    if (ref instanceof Ref.OperationRef of) {
      Operation operation = RunStateAt.operation(run, of);
      Window window = run.window(of.window());
      String queue = operation.queue() < 0 ? "" : " q" + operation.queue();
      return window.participant()
          + " "
          + window.kind().label()
          + " "
          + window.device()
          + ": "
          + operation.name()
          + queue
          + " "
          + operation.verdict().label()
          + ": "
          + operation.why();
    } else if (ref instanceof Ref.WindowRef of) {
      Window all = run.window(of.window());
      return all.participant()
          + " "
          + Lenses.title(run.migration(), all)
          + " "
          + all.device()
          + ": "
          + all.why();
    } else if (ref instanceof Ref.ProblemRef of) {
      Problem problem = run.check().problems().get(of.index());
      return problem.severity().label()
          + " "
          + problem.code().code()
          + " "
          + problem.message()
          + "; "
          + problem.hint();
    } else if (ref instanceof Ref.DescriptorRef of) {
      var descriptor = run.migration().descriptors().get(of.index());
      return "descriptor "
          + descriptor.kind()
          + " "
          + descriptor.purpose()
          + ": "
          + descriptor.state().label();
    }
    return "";
  }
}
