// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.eclipse.lsp4j.WorkDoneProgressNotification;
import org.eclipse.lsp4j.WorkDoneProgressReport;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/**
 * Tells the client how far long work is. Nothing waits for the client; one that never answers sees
 * none.
 */
final class Progress implements DocumentStore.Watcher {
  /** Smaller texts are read before anybody could look. */
  private static final long SMALL = 16L << 20;

  private final Supplier<VtraceClient> client;
  private final AtomicInteger number = new AtomicInteger();
  private volatile boolean supported;

  Progress(Supplier<VtraceClient> client) {
    this.client = client;
  }

  /** Whether the client shows progress that it did not ask for. */
  void supported(boolean yes) {
    supported = yes;
  }

  /** Progress by a token that the client sent with its request. */
  void notify(Either<String, Integer> token, WorkDoneProgressNotification what) {
    client.get().notifyProgress(new ProgressParams(token, Either.forLeft(what)));
  }

  @Override
  public DocumentReading begin(Document document) {
    long size = document.file().size();
    if (!supported || size < SMALL) {
      return new Silent();
    }
    Either<String, Integer> token = Either.forLeft("vtrace-" + number.incrementAndGet());
    CompletableFuture<Void> created =
        client.get().createProgress(new WorkDoneProgressCreateParams(token));
    WorkDoneProgressBegin begin = new WorkDoneProgressBegin();
    begin.setTitle("Reading " + name(document));
    begin.setPercentage(0);
    created.thenRun(() -> notify(token, begin));
    return new Shown(token, created, size);
  }

  private static String name(Document document) {
    return document.uri().substring(document.uri().lastIndexOf('/') + 1);
  }

  private static final class Silent implements DocumentReading {
    @Override
    public void read(long bytes) {}

    @Override
    public void end() {}
  }

  private final class Shown implements DocumentReading {
    private final Either<String, Integer> token;
    private final CompletableFuture<Void> created;
    private final long size;

    Shown(Either<String, Integer> token, CompletableFuture<Void> created, long size) {
      this.token = token;
      this.created = created;
      this.size = size;
    }

    @Override
    public void read(long bytes) {
      if (created.isDone() && !created.isCompletedExceptionally()) {
        WorkDoneProgressReport report = new WorkDoneProgressReport();
        report.setPercentage((int) Math.min(100, bytes * 100 / Math.max(1, size)));
        Progress.this.notify(token, report);
      }
    }

    @Override
    public void end() {
      created.thenRun(() -> Progress.this.notify(token, new WorkDoneProgressEnd()));
    }
  }
}
