// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.server.plan.PlanText;
import dev.vtrace.server.plan.PlanText.PlanProposal;
import dev.vtrace.tracer.migration.PlanCheck.PlanProblem;
import dev.vtrace.tracer.migration.PlanCheck.PlanProblemKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/**
 * Plans of recordings that editors have open. Unlike evidence they are written by people, and so
 * only what stands in the editor counts.
 */
final class Plans {
  /** The language that clients call them by. */
  static final String LANGUAGE = "vtrace-plan";

  private final Map<String, PlanText> open = new ConcurrentHashMap<>();

  /** Whether an editor that opens this document writes a plan. */
  static boolean isPlan(TextDocumentItem document) {
    return LANGUAGE.equals(document.getLanguageId()) || document.getUri().endsWith(".plan");
  }

  boolean has(String uri) {
    return open.containsKey(uri);
  }

  void opened(String uri, String text) {
    open.put(uri, PlanText.of(text));
  }

  /** Somebody typed; what is wrong now. */
  void changed(String uri, List<Edits.Edit> edits, CharacterUnit unit) {
    open.computeIfPresent(
        uri,
        (each, plan) -> {
          String text = String.join("\n", plan.lines());
          for (Edits.Edit edit : edits) {
            text = Edits.apply(text, edit, unit);
          }
          return PlanText.of(text);
        });
  }

  void closed(String uri) {
    open.remove(uri);
  }

  /** What is wrong with a plan; nothing if it is not open. */
  List<Diagnostic> diagnostics(String uri, CharacterUnit unit) {
    PlanText plan = open.get(uri);
    List<Diagnostic> out = new ArrayList<>();
    if (plan != null) {
      for (PlanProblem problem : plan.problems()) {
        int line = problem.line() - 1;
        String text = plan.lines().get(line);
        out.add(
            new Diagnostic(
                LineUnits.of(unit, text).range(line, 0, text.length()),
                problem.message(),
                severity(problem.kind()),
                "vtrace"));
      }
    }
    return out;
  }

  private static DiagnosticSeverity severity(PlanProblemKind kind) {
    return switch (kind) {
      case WRONG -> DiagnosticSeverity.Error;
      case REPLACED -> DiagnosticSeverity.Warning;
      case INCOMPLETE -> DiagnosticSeverity.Information;
    };
  }

  /** What the setting of a line is for, or null. */
  @Nullable String hover(String uri, int line) {
    PlanText plan = open.get(uri);
    String purpose = plan == null ? "" : plan.purpose(line);
    return purpose.isEmpty() ? null : purpose;
  }

  List<CompletionItem> completion(String uri, Position at, CharacterUnit unit) {
    PlanText plan = open.get(uri);
    List<CompletionItem> out = new ArrayList<>();
    if (plan != null) {
      boolean inside = at.getLine() >= 0 && at.getLine() < plan.lines().size();
      LineUnits units = LineUnits.of(unit, inside ? plan.lines().get(at.getLine()) : "");
      int column = units.column(at.getCharacter());
      for (PlanProposal each : plan.proposals(at.getLine(), column)) {
        CompletionItem item = new CompletionItem(each.text().strip());
        item.setKind(
            each.purpose().isEmpty() ? CompletionItemKind.Value : CompletionItemKind.Property);
        item.setDetail(each.purpose().isEmpty() ? null : each.purpose());
        item.setTextEdit(
            Either.forLeft(
                new TextEdit(
                    Ranges.of(at.getLine(), units.sent(each.from()), at.getCharacter()),
                    each.text())));
        out.add(item);
      }
    }
    return out;
  }
}
