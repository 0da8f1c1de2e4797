// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.server.ServerConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.debug.core.DebugException;
import org.eclipse.lsp4j.debug.DisconnectArguments;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.launch.DSPLauncher;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.eclipse.lsp4j.debug.services.IDebugProtocolServer;
import org.eclipse.lsp4j.jsonrpc.Launcher;

/** One run of {@code vtrace dap}, and how its answers are waited for. */
final class AdapterProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final int END_SECONDS = 2;

  private final Process process;
  private final ExecutorService threads;
  private final IDebugProtocolServer requests;
  private final CompletableFuture<Process> ended;

  private AdapterProcess(Process process, ExecutorService threads, IDebugProtocolServer requests) {
    this.process = process;
    this.threads = threads;
    this.requests = requests;
    ended = process.onExit();
  }

  static AdapterProcess start(IDebugProtocolClient client) throws IOException {
    Path folder = VtracePlugin.get().getStateLocation().toFile().toPath();
    Process process =
        new ProcessBuilder(VtracePlugin.get().server().program().commandLine("dap"))
            .redirectError(folder.resolve("adapter.log").toFile())
            .start();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "vtrace debug adapter");
              thread.setDaemon(true);
              return thread;
            });
    Launcher<IDebugProtocolServer> launcher =
        DSPLauncher.createClientLauncher(
            client, process.getInputStream(), process.getOutputStream(), threads, c -> c);
    launcher.startListening();
    return new AdapterProcess(process, threads, launcher.getRemoteProxy());
  }

  IDebugProtocolServer requests() {
    return requests;
  }

  /** Says what this client is; the adapter answers {@code initialized} once it has read the run. */
  void initialize() throws DebugException {
    InitializeRequestArguments arguments = new InitializeRequestArguments();
    arguments.setClientID("eclipse");
    arguments.setAdapterID("vtrace");
    arguments.setPathFormat("path");
    arguments.setLinesStartAt1(true);
    arguments.setColumnsStartAt1(true);
    get(requests.initialize(arguments));
  }

  /** Launches or attaches; the answer comes after the configuration is done. */
  CompletableFuture<Void> begin(boolean attach, Map<String, Object> arguments) {
    return attach ? requests.attach(arguments) : requests.launch(arguments);
  }

  /** Waits for an answer; a refusal becomes the exception that views of the debugger show. */
  <T> T get(CompletableFuture<T> answer) throws DebugException {
    try {
      CompletableFuture.anyOf(answer, ended).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!answer.isDone()) {
        throw new DebugException(VtracePlugin.status("the debug adapter has ended", null));
      }
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DebugException(VtracePlugin.status("interrupted", e));
    } catch (ExecutionException e) {
      throw new DebugException(VtracePlugin.status(e.getCause().getMessage(), null));
    } catch (TimeoutException e) {
      throw new DebugException(VtracePlugin.status("the debug adapter does not answer", e));
    }
  }

  /**
   * Waits for an answer that may take long, until it comes, people cancel it, or the adapter ends.
   */
  void get(CompletableFuture<?> answer, IProgressMonitor monitor) throws IOException {
    ServerConnection.await(CompletableFuture.anyOf(answer, ended), monitor);
    if (!answer.isDone()) {
      throw new IOException("the debug adapter has ended");
    }
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
        requests.disconnect(new DisconnectArguments()).get(END_SECONDS, TimeUnit.SECONDS);
        process.getOutputStream().close();
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | IOException e) {
      // It is ended below, whatever it says.
    } finally {
      process.destroyForcibly();
      threads.shutdownNow();
    }
  }
}
