// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.server;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DocumentSymbolCapabilities;
import org.eclipse.lsp4j.HoverCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.PublishDiagnosticsCapabilities;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.services.LanguageServer;

/** One run of {@code vtrace lsp} that is ready for requests. */
final class ServerProcess implements AutoCloseable {
  private static final int START_SECONDS = 60;
  private static final int END_SECONDS = 3;

  private final Process process;
  private final ExecutorService threads;
  private final LanguageServer language;
  private final RemoteEndpoint endpoint;
  private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();

  private ServerProcess(
      Process process, ExecutorService threads, Launcher<LanguageServer> launcher) {
    this.process = process;
    this.threads = threads;
    language = launcher.getRemoteProxy();
    endpoint = launcher.getRemoteEndpoint();
    process.onExit().thenRun(this::failAll);
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder where its own messages are written
   * @throws IOException if it does not start
   */
  static ServerProcess start(
      List<String> command,
      Path folder,
      Consumer<String> changed,
      Consumer<PublishDiagnosticsParams> diagnostics)
      throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("server.log").toFile()).start();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "vtrace server connection");
              thread.setDaemon(true);
              return thread;
            });
    Launcher<LanguageServer> launcher =
        new VtraceLauncher()
            .setLocalService(new ServerClient(changed, diagnostics))
            .setRemoteInterface(LanguageServer.class)
            .setInput(process.getInputStream())
            .setOutput(process.getOutputStream())
            .setExecutorService(threads)
            .create();
    launcher.startListening();
    ServerProcess out = new ServerProcess(process, threads, launcher);
    try {
      out.language.initialize(parameters()).get(START_SECONDS, TimeUnit.SECONDS);
      out.language.initialized(new InitializedParams());
      return out;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.close();
      throw new IOException("interrupted while the server was starting", e);
    } catch (ExecutionException | TimeoutException e) {
      out.close();
      throw new IOException("the server did not start; see " + folder.resolve("server.log"), e);
    }
  }

  private static InitializeParams parameters() {
    ClientCapabilities capabilities = new ClientCapabilities();
    TextDocumentClientCapabilities text = new TextDocumentClientCapabilities();
    text.setHover(new HoverCapabilities(List.of(MarkupKind.MARKDOWN), false));
    DocumentSymbolCapabilities symbols = new DocumentSymbolCapabilities();
    symbols.setHierarchicalDocumentSymbolSupport(true);
    text.setDocumentSymbol(symbols);
    PublishDiagnosticsCapabilities diagnostics = new PublishDiagnosticsCapabilities(true);
    diagnostics.setCodeDescriptionSupport(true);
    diagnostics.setDataSupport(true);
    text.setPublishDiagnostics(diagnostics);
    capabilities.setTextDocument(text);
    InitializeParams out = new InitializeParams();
    out.setProcessId((int) ProcessHandle.current().pid());
    out.setCapabilities(capabilities);
    JsonObject options = new JsonObject();
    options.addProperty("ownCommands", true);
    out.setInitializationOptions(options);
    return out;
  }

  LanguageServer language() {
    return language;
  }

  /** Sends a request; it fails when the server ends before it answers. */
  CompletableFuture<Object> ask(String method, Object params) {
    return track(endpoint.request(method, params));
  }

  /** Lets an answer fail when the server ends. */
  <T> CompletableFuture<T> track(CompletableFuture<T> answer) {
    pending.add(answer);
    answer.whenComplete((result, problem) -> pending.remove(answer));
    if (!process.isAlive()) {
      failAll();
    }
    return answer;
  }

  private void failAll() {
    IOException gone = new IOException("the server has ended");
    pending.forEach(each -> each.completeExceptionally(gone));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        language.shutdown().get(END_SECONDS, TimeUnit.SECONDS);
        language.exit();
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It is ended below, whatever it says.
    } finally {
      process.destroyForcibly();
      threads.shutdownNow();
    }
  }
}
