// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.server.run.OpenRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticCodeDescription;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Location;
import org.jspecify.annotations.Nullable;

/** What is wrong with a run, as diagnostics of its documents. */
final class FindingDiagnostics {
  private static final int PLACES = 20;

  private FindingDiagnostics() {}

  /**
   * Diagnostics by the document of the first place that shows each; each document of the run has a
   * list.
   *
   * @param rules the URI of a rule's page by its code; null if there is none
   */
  static Map<String, List<Diagnostic>> of(
      OpenRun run, ClientAbilities client, UnaryOperator<String> rules) {
    Map<String, List<Diagnostic>> out = new LinkedHashMap<>();
    for (Input input : run.capture().inputs()) {
      if (input.role() != InputRole.OTHER) {
        out.put(run.documents().get(input.name()), new ArrayList<>());
      }
    }
    List<Problem> problems = run.check().problems();
    for (int i = 0; i < problems.size(); i++) {
      Problem problem = problems.get(i);
      Evidence place = problem.evidence().isEmpty() ? null : problem.evidence().get(0);
      String uri = place == null ? null : run.documents().get(place.file());
      // What is missing everywhere is said where one looks first.
      String document = uri == null ? out.keySet().iterator().next() : uri;
      out.computeIfAbsent(document, d -> new ArrayList<>())
          .add(diagnostic(run, problem, i, uri == null ? null : place, client, rules));
    }
    return out;
  }

  private static Diagnostic diagnostic(
      OpenRun run,
      Problem problem,
      int index,
      @Nullable Evidence place,
      ClientAbilities client,
      UnaryOperator<String> rules) {
    String code = problem.code().code();
    long line = place == null ? 0 : Math.max(0, place.line() - 1);
    Diagnostic out =
        new Diagnostic(
            Ranges.line(line),
            problem.message() + ". " + problem.hint(),
            severity(problem.severity()),
            "vtrace",
            code);
    String page = client.codePages() ? rules.apply(code) : null;
    if (page != null) {
      out.setCodeDescription(new DiagnosticCodeDescription(page));
    }
    List<DiagnosticRelatedInformation> related = new ArrayList<>();
    for (int i = 1; i < problem.evidence().size() && related.size() < PLACES; i++) {
      Evidence each = problem.evidence().get(i);
      String uri = run.documents().get(each.file());
      if (uri != null) {
        Location there = new Location(uri, Ranges.line(Math.max(0, each.line() - 1)));
        related.add(new DiagnosticRelatedInformation(there, each.text()));
      }
    }
    if (client.related()) {
      out.setRelatedInformation(related);
    }
    JsonObject data = new JsonObject();
    data.addProperty("capture", run.id());
    data.addProperty("problem", index);
    data.addProperty("path", problem.path());
    if (place != null && place.line() < 0) {
      data.addProperty("offset", place.offset());
    }
    out.setData(data);
    return out;
  }

  private static DiagnosticSeverity severity(Severity severity) {
    return switch (severity) {
      case ERROR -> DiagnosticSeverity.Error;
      case WARNING -> DiagnosticSeverity.Warning;
      default -> DiagnosticSeverity.Information;
    };
  }
}
