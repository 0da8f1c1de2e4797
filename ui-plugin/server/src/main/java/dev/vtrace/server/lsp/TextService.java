// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Uris;
import dev.vtrace.server.text.LandmarkRow;
import dev.vtrace.server.text.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentDiagnosticReport;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.ImplementationParams;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RelatedFullDocumentDiagnosticReport;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SemanticTokensRangeParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/**
 * Requests about one document. Each opens it if no editor has, and takes the run if it is there.
 */
final class TextService implements TextDocumentService {
  private final LanguageSession session;

  TextService(LanguageSession session) {
    this.session = session;
  }

  /** What columns of positions count. */
  private CharacterUnit unit() {
    return session.abilities().unit();
  }

  @FunctionalInterface
  private interface TextAnswer<T> {
    @Nullable T get(Document document, @Nullable OpenRun run, CancelChecker cancelled)
        throws IOException;
  }

  /** The answer about evidence; null about anything else, which each of these requests may have. */
  private <T> CompletableFuture<T> answer(TextDocumentIdentifier id, TextAnswer<T> answer) {
    if (session.plans.has(id.getUri())) {
      return CompletableFuture.completedFuture(null);
    }
    return session.work.answer(
        cancelled -> {
          Document document = session.document(id.getUri());
          return answer.get(document, session.ready(id.getUri()), cancelled);
        });
  }

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    String uri = params.getTextDocument().getUri();
    if (Plans.isPlan(params.getTextDocument())) {
      session.plans.opened(uri, params.getTextDocument().getText());
      tellPlan(uri);
      return;
    }
    session.documents.opened(uri, params.getTextDocument().getText());
    session.findings.opened(uri);
    session.refreshLater();
    session.check(uri);
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    List<Edits.Edit> edits = new ArrayList<>();
    params
        .getContentChanges()
        .forEach(change -> edits.add(new Edits.Edit(change.getRange(), change.getText())));
    if (session.plans.has(params.getTextDocument().getUri())) {
      session.plans.changed(params.getTextDocument().getUri(), edits, unit());
      tellPlan(params.getTextDocument().getUri());
      return;
    }
    try {
      session.documents.changed(params.getTextDocument().getUri(), edits, unit());
    } catch (IOException e) {
      // The file has gone; what was read of it is what there is.
    }
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    if (session.plans.has(params.getTextDocument().getUri())) {
      return;
    }
    session.documents.saved(params.getTextDocument().getUri());
    session.refreshLater();
  }

  /** Says what is wrong with a plan, unless the client asks for it. */
  private void tellPlan(String uri) {
    if (!session.abilities().pulls()) {
      session.findings.push(uri, session.plans.diagnostics(uri, unit()));
    }
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    String uri = params.getTextDocument().getUri();
    if (session.plans.has(uri)) {
      session.plans.closed(uri);
      tellPlan(uri);
      return;
    }
    session.documents.closed(uri);
    session.findings.closed(uri);
  }

  @Override
  public CompletableFuture<Hover> hover(HoverParams params) {
    String plan =
        session.plans.hover(params.getTextDocument().getUri(), params.getPosition().getLine());
    if (plan != null) {
      Hover hover = new Hover(new MarkupContent("plaintext", plan));
      return CompletableFuture.completedFuture(hover);
    }
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) -> {
          int line = params.getPosition().getLine();
          LandmarkRow row = document.file().row(line);
          String text = Hovers.of(document, run, line, row, session.rules);
          return text.isEmpty() ? null : new Hover(markup(text), Ranges.line(line));
        });
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return CompletableFuture.completedFuture(
        Either.forLeft(
            session.plans.completion(
                params.getTextDocument().getUri(), params.getPosition(), unit())));
  }

  private MarkupContent markup(String markdown) {
    return session.abilities().markdown()
        ? new MarkupContent("markdown", markdown)
        : new MarkupContent("plaintext", PlainHover.of(markdown));
  }

  @Override
  public CompletableFuture<List<DocumentLink>> documentLink(DocumentLinkParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) -> places(document, run).links(cancelled));
  }

  private PlaceLinks places(Document document, @Nullable OpenRun run) {
    return new PlaceLinks(document, run, session.reach, session.abilities());
  }

  @Override
  public CompletableFuture<DocumentDiagnosticReport> diagnostic(DocumentDiagnosticParams params) {
    String uri = params.getTextDocument().getUri();
    if (session.plans.has(uri)) {
      return CompletableFuture.completedFuture(
          new DocumentDiagnosticReport(
              new RelatedFullDocumentDiagnosticReport(session.plans.diagnostics(uri, unit()))));
    }
    return session.read(uri).thenApply(run -> session.findings.of(run, params));
  }

  @Override
  public CompletableFuture<List<InlayHint>> inlayHint(InlayHintParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) ->
            Hints.of(document, run, params.getRange(), unit(), cancelled));
  }

  @Override
  public CompletableFuture<SemanticTokens> semanticTokensFull(SemanticTokensParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) ->
            new SemanticTokens(Tokens.of(document, run, 0, Tokens.LINES, unit(), cancelled)));
  }

  @Override
  public CompletableFuture<SemanticTokens> semanticTokensRange(SemanticTokensRangeParams params) {
    long from = Math.max(0, params.getRange().getStart().getLine());
    long to = params.getRange().getEnd().getLine() + 1L;
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) ->
            new SemanticTokens(Tokens.of(document, run, from, to, unit(), cancelled)));
  }

  @Override
  public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
    return answer(params.getTextDocument(), (document, run, cancelled) -> Outline.folds(document));
  }

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    // Clients never ask again, as they do for lenses: so the outline does not depend on when it is
    // asked for. Names and verdicts are waited for, or left out of it for good.
    String uri = params.getTextDocument().getUri();
    if (session.plans.has(uri)) {
      return CompletableFuture.completedFuture(List.of());
    }
    return session
        .outlineRun(uri)
        .thenCompose(
            there ->
                session.work.answer(
                    cancelled -> {
                      Document document = session.document(uri);
                      boolean edited = session.documents.edited(uri);
                      return symbols(uri, Outline.symbols(document, edited ? null : there));
                    }));
  }

  private List<Either<SymbolInformation, DocumentSymbol>> symbols(
      String uri, List<DocumentSymbol> tree) {
    List<Either<SymbolInformation, DocumentSymbol>> out = new ArrayList<>();
    if (session.abilities().trees()) {
      tree.forEach(each -> out.add(Either.forRight(each)));
    } else {
      FlatSymbols.of(uri, tree).forEach(each -> out.add(Either.forLeft(each)));
    }
    return out;
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) -> {
          Location named = places(document, run).at(params.getPosition());
          if (named != null) {
            return Either.forLeft(List.of(named));
          }
          Set<Location> out =
              new LinkedHashSet<>(
                  new Navigation(document, run, unit()).definition(params.getPosition().getLine()));
          out.addAll(source(document, params.getPosition(), cancelled));
          return Either.forLeft(new ArrayList<>(out));
        });
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      implementation(ImplementationParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) ->
            Either.forLeft(source(document, params.getPosition(), cancelled)));
  }

  /** The lines of QEMU that emit the event of a line. */
  private List<Location> source(Document document, Position position, CancelChecker cancelled)
      throws IOException {
    LandmarkRow row = document.file().row(position.getLine());
    TraceEvent event = row == null ? null : row.event();
    SourceTree tree = event == null ? null : session.sources(cancelled);
    if (event == null || tree == null) {
      return List.of();
    }
    List<SourceTree.Call> written = tree.calls(event.name());
    List<SourceTree.Call> calls = written.isEmpty() ? tree.calls(event.canonical()) : written;
    return calls.stream().map(TextService::location).toList();
  }

  private static Location location(SourceTree.Call call) {
    int end = call.column() + call.length();
    return new Location(Uris.of(call.file()), Ranges.of(call.line(), call.column(), end));
  }

  @Override
  public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) ->
            new ArrayList<>(
                new Navigation(document, run, unit()).references(params.getPosition(), cancelled)));
  }

  @Override
  public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(
      DocumentHighlightParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) ->
            new Navigation(document, run, unit()).related(params.getPosition().getLine()));
  }

  @Override
  public CompletableFuture<List<? extends CodeLens>> codeLens(CodeLensParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) -> run == null ? List.of() : Lenses.of(document, run));
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) -> {
          List<Either<Command, CodeAction>> out = new ArrayList<>();
          if (run != null && document.input(run) != null) {
            ClientAbilities client = session.abilities();
            for (CodeAction each : Actions.of(document, run, params, client.own())) {
              out.add(
                  client.literalActions()
                      ? Either.forRight(each)
                      : Either.forLeft(each.getCommand()));
            }
          }
          return out;
        });
  }

  @Override
  public CompletableFuture<List<SelectionRange>> selectionRange(SelectionRangeParams params) {
    return answer(
        params.getTextDocument(),
        (document, run, cancelled) -> {
          List<SelectionRange> out = new ArrayList<>();
          for (Position position : params.getPositions()) {
            cancelled.checkCanceled();
            out.add(Selections.of(document, position, unit()));
          }
          return out;
        });
  }
}
