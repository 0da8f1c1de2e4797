// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.RunStore;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.jspecify.annotations.Nullable;

/**
 * Who does what: the thread that reads messages only hands on; requests are answered by a few
 * threads; whole files are read by others, so that these never keep a request waiting that does not
 * need them.
 */
final class RequestExecutor {
  private static final int ANSWERING = 4;
  private static final int READING = 4;

  private final ExecutorService answers = threads("answer", ANSWERING);
  private final ExecutorService readers = threads("read", READING);

  /** What a request asks for. */
  @FunctionalInterface
  interface RequestAnswer<T> {
    @Nullable T get(CancelChecker cancelled) throws Exception;
  }

  /** What a request asks of a run. */
  @FunctionalInterface
  interface RunAnswer<T> {
    @Nullable T get(OpenRun run, CancelChecker cancelled) throws Exception;
  }

  static ExecutorService threads(String name, int count) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, "vtrace-" + name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Those who read whole files. */
  ExecutorService readers() {
    return readers;
  }

  /** Answers a request, unless it is cancelled before or in the meantime. */
  <T> CompletableFuture<T> answer(RequestAnswer<T> answer) {
    CompletableFuture<T> out = new CompletableFuture<>();
    answers.execute(() -> complete(out, answer));
    return out;
  }

  /** Answers a request about a run, once that was read; no thread waits for it. */
  <T> CompletableFuture<T> withRun(RunStore runs, String uri, RunAnswer<T> answer) {
    return withRun(() -> runs.open(uri), answer);
  }

  /** The same for a run that is got in some other way. */
  <T> CompletableFuture<T> withRun(
      Supplier<CompletableFuture<OpenRun>> opening, RunAnswer<T> answer) {
    CompletableFuture<T> out = new CompletableFuture<>();
    answers.execute(
        () -> {
          if (out.isDone()) {
            return;
          }
          CompletableFuture<OpenRun> run = opening.get();
          out.whenComplete(
              (result, failure) -> {
                if (out.isCancelled()) {
                  run.cancel(false);
                }
              });
          run.whenCompleteAsync(
              (there, failure) -> {
                if (failure != null) {
                  out.completeExceptionally(failure);
                } else {
                  complete(out, cancelled -> answer.get(there, cancelled));
                }
              },
              answers);
        });
    return out;
  }

  private static <T> void complete(CompletableFuture<T> out, RequestAnswer<T> answer) {
    if (out.isDone()) {
      return;
    }
    try {
      out.complete(answer.get(checker(out)));
    } catch (Exception | Error e) {
      out.completeExceptionally(e);
    }
  }

  private static CancelChecker checker(CompletableFuture<?> out) {
    return () -> {
      if (out.isCancelled()) {
        throw new CancellationException();
      }
    };
  }

  void end() {
    answers.shutdownNow();
    readers.shutdownNow();
  }
}
