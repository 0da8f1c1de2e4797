// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.server;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.services.LanguageServer;

/**
 * The connection to the language server, which is started by the first request and anew by the
 * first one after its end. Any thread may ask; that of the user interface should not wait.
 */
public final class ServerConnection implements AutoCloseable {
  private static final int LOOK_MILLIS = 50;
  private static final Gson GSON = new Gson();

  private final VtraceJar program;
  private final Path folder;
  private final CopyOnWriteArrayList<Consumer<String>> changed = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<PublishDiagnosticsParams>> diagnostics =
      new CopyOnWriteArrayList<>();
  private ServerProcess process;
  private boolean closed;

  /**
   * @param folder where the server's own messages are written
   */
  public ServerConnection(VtraceJar program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** The program that is the server. */
  public VtraceJar program() {
    return program;
  }

  /** Is told the URI of each capture that changed. */
  public void onChanged(Consumer<String> listener) {
    changed.add(listener);
  }

  /** Is told what is wrong with each document. */
  public void onDiagnostics(Consumer<PublishDiagnosticsParams> listener) {
    diagnostics.add(listener);
  }

  private synchronized ServerProcess process() throws IOException {
    if (closed) {
      throw new IOException("the workbench is closing");
    }
    if (process == null || !process.isAlive()) {
      process =
          ServerProcess.start(
              program.commandLine("lsp"),
              folder,
              uri -> changed.forEach(each -> each.accept(uri)),
              found -> diagnostics.forEach(each -> each.accept(found)));
    }
    return process;
  }

  /** The requests and notifications of LSP. */
  public LanguageServer language() throws IOException {
    return process().language();
  }

  /** Sends a request of LSP; the server may be started first, so this is done in another thread. */
  public <T> CompletableFuture<T> later(Function<LanguageServer, CompletableFuture<T>> request) {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return process();
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            })
        .thenCompose(process -> process.track(request.apply(process.language())));
  }

  /** Sends a request of vtrace; the result is JSON. */
  public CompletableFuture<JsonElement> ask(String method, JsonObject params) {
    try {
      return process()
          .ask(method, params)
          .thenApply(result -> result instanceof JsonElement json ? json : GSON.toJsonTree(result));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Sends a request of vtrace and waits for its result.
   *
   * @param monitor cancels the request
   * @throws IOException with a sentence, if it cannot be done
   */
  public <T> T ask(String method, JsonObject params, Class<T> type, IProgressMonitor monitor)
      throws IOException {
    return GSON.fromJson(await(ask(method, params), monitor), type);
  }

  /** Waits for an answer until it comes or the monitor is cancelled. */
  public static <T> T await(CompletableFuture<T> answer, IProgressMonitor monitor)
      throws IOException {
    while (true) {
      try {
        return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (monitor.isCanceled()) {
          answer.cancel(true);
          throw new OperationCanceledException();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationCanceledException();
      } catch (ExecutionException | CompletionException e) {
        throw new IOException(sentence(e.getCause()), e.getCause());
      }
    }
  }

  private static String sentence(Throwable problem) {
    if (problem instanceof ResponseErrorException refused) {
      return refused.getResponseError().getMessage();
    }
    String message = problem.getMessage();
    return message == null ? problem.toString() : message;
  }

  /** The server's process, for tests; null if none runs. */
  public synchronized ProcessHandle handle() {
    return process == null ? null : process.handle();
  }

  @Override
  public void close() {
    ServerProcess last;
    synchronized (this) {
      closed = true;
      last = process;
    }
    if (last != null) {
      last.close();
    }
  }
}
