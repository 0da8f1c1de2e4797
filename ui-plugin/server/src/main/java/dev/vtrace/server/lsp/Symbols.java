// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.server.run.OpenRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Operations, windows and problems of all open runs by name. */
final class Symbols {
  private static final int MOST = 500;

  private final List<WorkspaceSymbol> out = new ArrayList<>();
  private final String[] wanted;
  private final OpenRun run;

  private Symbols(OpenRun run, String query) {
    this.run = run;
    this.wanted = query.toLowerCase(Locale.ROOT).trim().split("\\s+");
  }

  /** What has all words of a query in its name; worst first. */
  static List<WorkspaceSymbol> of(OpenRun run, String query) {
    Symbols symbols = new Symbols(run, query);
    symbols.collect();
    return symbols.out;
  }

  private void collect() {
    for (Problem problem : run.check().problems()) {
      String name = problem.code().code() + " " + problem.message();
      add(name, problem.path(), SymbolKind.Key, problem.evidence());
    }
    for (Window window : run.windows().values()) {
      List<Evidence> first =
          window.operations().stream().flatMap(each -> each.evidence().stream()).limit(1).toList();
      String title = window.participant() + " " + Lenses.title(run.migration(), window);
      add(title + " " + window.device(), run.migration().name(), SymbolKind.Method, first);
      for (Operation operation : window.operations()) {
        String queue = operation.queue() < 0 ? "" : " q" + operation.queue();
        add(
            operation.name() + queue + " " + operation.verdict().label(),
            title,
            SymbolKind.Event,
            operation.evidence());
      }
    }
  }

  private void add(String name, String container, SymbolKind kind, List<Evidence> evidence) {
    String text = (name + " " + container).toLowerCase(Locale.ROOT);
    for (String word : wanted) {
      if (!text.contains(word)) {
        return;
      }
    }
    Evidence place = evidence.isEmpty() ? null : evidence.get(0);
    String uri = place == null ? null : run.documents().get(place.file());
    if (place == null || uri == null || out.size() >= MOST) {
      return;
    }
    Location location = new Location(uri, Ranges.line(Math.max(0, place.line() - 1)));
    out.add(new WorkspaceSymbol(name, kind, Either.forLeft(location), container));
  }
}
