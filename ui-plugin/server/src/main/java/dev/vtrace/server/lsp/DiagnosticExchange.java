// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Uris;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentDiagnosticReport;
import org.eclipse.lsp4j.PreviousResultId;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.RelatedFullDocumentDiagnosticReport;
import org.eclipse.lsp4j.RelatedUnchangedDocumentDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceDiagnosticParams;
import org.eclipse.lsp4j.WorkspaceDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceDocumentDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceFullDocumentDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceUnchangedDocumentDiagnosticReport;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostics of all open runs, as the client wants them. They are sent when a run was read; a
 * client that asks for those of its open documents is sent those of other documents only, since it
 * would show both.
 */
final class DiagnosticExchange {
  private final LanguageSession session;
  private final Map<String, PublishedRun> told = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private int results;

  /**
   * What is wrong with a run.
   *
   * @param result names it towards clients that ask again
   */
  private record PublishedRun(OpenRun run, String result, Map<String, List<Diagnostic>> lists) {}

  DiagnosticExchange(LanguageSession session) {
    this.session = session;
  }

  /** Sends what is wrong with a run, once; false if that was done. */
  boolean publish(OpenRun run) {
    if (isTold(run)) {
      return false;
    }
    Map<String, List<Diagnostic>> lists =
        FindingDiagnostics.of(run, session.abilities(), session.rules);
    synchronized (this) {
      PublishedRun before = told.get(run.id());
      if (before != null && before.run() == run) {
        return false;
      }
      told.put(run.id(), new PublishedRun(run, Integer.toString(++results), lists));
      Set<String> gone = new HashSet<>(before == null ? Set.of() : before.lists().keySet());
      gone.removeAll(lists.keySet());
      gone.forEach(uri -> push(uri, List.of()));
      lists.forEach(
          (uri, list) -> {
            if (!isAskedFor(uri)) {
              push(uri, list);
            }
          });
    }
    return true;
  }

  private synchronized boolean isTold(OpenRun run) {
    PublishedRun before = told.get(run.id());
    return before != null && before.run() == run;
  }

  private boolean isAskedFor(String uri) {
    return session.abilities().pulls() && open.contains(uri);
  }

  /** Sends a list in place of the one before. */
  void push(String uri, List<Diagnostic> list) {
    session.client().publishDiagnostics(new PublishDiagnosticsParams(uri, list));
  }

  /** Takes back what was sent of a run that is closed. */
  synchronized void close(String id) {
    PublishedRun before = told.remove(id);
    if (before != null) {
      before.lists().keySet().forEach(uri -> push(uri, List.of()));
    }
  }

  /** An editor shows a document. */
  synchronized void opened(String sent) {
    String uri = own(sent);
    open.add(uri);
    if (session.abilities().pulls() && !list(uri).isEmpty()) {
      push(uri, List.of());
    }
  }

  /** No editor shows it any more. */
  synchronized void closed(String sent) {
    String uri = own(sent);
    open.remove(uri);
    if (session.abilities().pulls() && !list(uri).isEmpty()) {
      push(uri, list(uri));
    }
  }

  private List<Diagnostic> list(String uri) {
    for (PublishedRun each : told.values()) {
      List<Diagnostic> list = each.lists().get(uri);
      if (list != null) {
        return list;
      }
    }
    return List.of();
  }

  /** The answer for a document of a run that was published; of none if the run is null. */
  synchronized DocumentDiagnosticReport of(OpenRun run, DocumentDiagnosticParams params) {
    PublishedRun known = run == null ? null : told.get(run.id());
    if (known != null && known.result().equals(params.getPreviousResultId())) {
      return new DocumentDiagnosticReport(
          new RelatedUnchangedDocumentDiagnosticReport(known.result()));
    }
    String uri = own(params.getTextDocument().getUri());
    List<Diagnostic> list = known == null ? List.of() : known.lists().getOrDefault(uri, List.of());
    RelatedFullDocumentDiagnosticReport out = new RelatedFullDocumentDiagnosticReport(list);
    out.setResultId(known == null ? null : known.result());
    return new DocumentDiagnosticReport(out);
  }

  /** The answer for all documents of all open runs. */
  WorkspaceDiagnosticReport all(List<OpenRun> runs, WorkspaceDiagnosticParams params) {
    runs.forEach(this::publish);
    Map<String, String> before = new HashMap<>();
    for (PreviousResultId each : params.getPreviousResultIds()) {
      before.put(own(each.getUri()), each.getValue());
    }
    List<WorkspaceDocumentDiagnosticReport> out = new ArrayList<>();
    synchronized (this) {
      for (PublishedRun each : told.values()) {
        each.lists().forEach((uri, list) -> out.add(report(each, uri, list, before.get(uri))));
      }
    }
    return new WorkspaceDiagnosticReport(out);
  }

  private static WorkspaceDocumentDiagnosticReport report(
      PublishedRun run, String uri, List<Diagnostic> list, @Nullable String before) {
    if (run.result().equals(before)) {
      return new WorkspaceDocumentDiagnosticReport(
          new WorkspaceUnchangedDocumentDiagnosticReport(before, uri, null));
    }
    var full = new WorkspaceFullDocumentDiagnosticReport(list, uri, null);
    full.setResultId(run.result());
    return new WorkspaceDocumentDiagnosticReport(full);
  }

  /** A URI as the server writes it; editors escape other characters. */
  private static String own(String uri) {
    try {
      return uri.startsWith("file:") ? Uris.of(Uris.path(uri)) : uri;
    } catch (IOException e) {
      return uri;
    }
  }
}
