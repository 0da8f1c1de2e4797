// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.server.rpc.RpcConversation;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Reach;
import dev.vtrace.server.run.Uris;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CodeLensOptions;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.DiagnosticRegistrationOptions;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DocumentLinkOptions;
import org.eclipse.lsp4j.ExecuteCommandOptions;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.SaveOptions;
import org.eclipse.lsp4j.SemanticTokensServerFull;
import org.eclipse.lsp4j.SemanticTokensWithRegistrationOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
import org.eclipse.lsp4j.WorkspaceDiagnosticParams;
import org.eclipse.lsp4j.WorkspaceDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** A language server for the evidence of migrations. */
public final class VtraceLanguageServer implements LanguageServer, WorkspaceService {
  /** How often it is looked whether the client still lives. */
  private static final long WATCH_SECONDS = 2;

  private final LanguageSession session;
  private final TextService text;
  private final ServerCommands commands;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private boolean shutDown;

  private VtraceLanguageServer(LanguageSession session) {
    this.session = session;
    this.text = new TextService(session);
    this.commands = new ServerCommands(session);
  }

  /**
   * Serves one client until it says {@code exit}, closes its stream, or dies.
   *
   * @param services what the program around does for the server
   * @param reach what the client may have read and written; grows by the folders of its workspace
   * @return the status to end with: 0 if the client said {@code shutdown} before, 1 otherwise
   */
  public static int serve(InputStream in, OutputStream out, Services services, Reach reach)
      throws InterruptedException {
    LanguageSession session = new LanguageSession(services, reach);
    VtraceLanguageServer server = new VtraceLanguageServer(session);
    ExecutorService listener = RequestExecutor.threads("listen", 1);
    RpcConversation.begin(
            List.of(server, new CustomService(session)),
            VtraceClient.class,
            session::connect,
            in,
            out,
            listener)
        .thenRun(server::gone);
    int status = server.end.join();
    session.watch.end();
    session.attachments.close();
    session.work.end();
    session.pages.close();
    listener.shutdownNow();
    return status;
  }

  private void gone() {
    end.complete(shutDown ? 0 : 1);
  }

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    Settings settings = Settings.of(params.getInitializationOptions());
    session.capabilities(params.getCapabilities(), settings.ownCommands());
    session.settings(settings);
    workspace(params);
    if (params.getProcessId() != null) {
      watch(params.getProcessId());
    }
    InitializeResult result = new InitializeResult(capabilities(settings));
    result.setServerInfo(new ServerInfo("vtrace", session.services.version()));
    return CompletableFuture.completedFuture(result);
  }

  @Override
  public void initialized(InitializedParams params) {
    // Folders are watched from when a run in them is opened.
  }

  @SuppressWarnings("deprecation")
  private void workspace(InitializeParams params) {
    List<String> uris = new ArrayList<>();
    if (params.getWorkspaceFolders() != null) {
      params.getWorkspaceFolders().forEach(folder -> uris.add(folder.getUri()));
    } else if (params.getRootUri() != null) {
      uris.add(params.getRootUri());
    }
    for (String uri : uris) {
      try {
        session.reach.folder(Uris.path(uri));
      } catch (IOException e) {
        // A workspace that is not on this machine.
      }
    }
  }

  /** Ends with the client, also where it cannot say so. */
  private void watch(int pid) {
    CompletableFuture.delayedExecutor(WATCH_SECONDS, TimeUnit.SECONDS)
        .execute(
            () -> {
              boolean lives = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
              if (!lives) {
                gone();
              } else if (!end.isDone()) {
                watch(pid);
              }
            });
  }

  private ServerCapabilities capabilities(Settings settings) {
    ServerCapabilities out = new ServerCapabilities();
    TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
    sync.setOpenClose(true);
    sync.setChange(TextDocumentSyncKind.Incremental);
    sync.setSave(new SaveOptions(false));
    out.setTextDocumentSync(sync);
    out.setHoverProvider(true);
    // A space follows the name of a setting of a plan, and an equals sign that of what it sets.
    out.setCompletionProvider(new CompletionOptions(false, List.of(" ", "=")));
    out.setInlayHintProvider(true);
    SemanticTokensWithRegistrationOptions tokens =
        new SemanticTokensWithRegistrationOptions(Tokens.legend());
    tokens.setFull(new SemanticTokensServerFull(false));
    tokens.setRange(true);
    out.setSemanticTokensProvider(tokens);
    out.setFoldingRangeProvider(true);
    out.setDocumentSymbolProvider(true);
    out.setDefinitionProvider(true);
    out.setImplementationProvider(true);
    out.setReferencesProvider(true);
    out.setDocumentHighlightProvider(true);
    out.setCodeLensProvider(new CodeLensOptions(false));
    out.setCodeActionProvider(new CodeActionOptions(List.of("quickfix", "source")));
    out.setSelectionRangeProvider(true);
    out.setWorkspaceSymbolProvider(true);
    out.setDocumentLinkProvider(new DocumentLinkOptions(false));
    ClientAbilities abilities = session.abilities();
    // The library of a client registers these as its own, which one that has them cannot bear.
    if (!Boolean.TRUE.equals(settings.ownCommands())) {
      out.setExecuteCommandProvider(new ExecuteCommandOptions(EditorCommands.ALL));
    }
    if (abilities.pulls()) {
      out.setDiagnosticProvider(new DiagnosticRegistrationOptions(true, true));
    }
    if (abilities.encodings()) {
      out.setPositionEncoding(abilities.unit().label());
    }
    return out;
  }

  @Override
  public CompletableFuture<Object> shutdown() {
    shutDown = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void exit() {
    gone();
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return text;
  }

  @Override
  public WorkspaceService getWorkspaceService() {
    return this;
  }

  @Override
  public void setTrace(SetTraceParams params) {
    // There is nothing to tell beyond the log messages that are sent anyway.
  }

  @Override
  public void cancelProgress(WorkDoneProgressCancelParams params) {
    // It announces readings that every later answer needs.
  }

  @Override
  public void didChangeConfiguration(DidChangeConfigurationParams params) {
    session.settings(Settings.of(params.getSettings()));
  }

  @Override
  public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
    session.refreshLater();
  }

  @Override
  public CompletableFuture<Object> executeCommand(ExecuteCommandParams params) {
    return commands.execute(params);
  }

  @Override
  public CompletableFuture<WorkspaceDiagnosticReport> diagnostic(WorkspaceDiagnosticParams params) {
    return session.work.answer(cancelled -> session.findings.all(session.runs.all(), params));
  }

  @Override
  public CompletableFuture<
          Either<List<? extends SymbolInformation>, List<? extends WorkspaceSymbol>>>
      symbol(WorkspaceSymbolParams params) {
    return session.work.answer(
        cancelled -> {
          List<WorkspaceSymbol> out = new ArrayList<>();
          for (OpenRun run : session.runs.all()) {
            cancelled.checkCanceled();
            out.addAll(Symbols.of(run, params.getQuery()));
          }
          return Either.forRight(out);
        });
  }
}
