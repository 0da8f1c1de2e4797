// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.run.KeptBound;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs that were read, the last few of them, each once. Reading is done by the threads of an
 * executor. For use by any number of threads.
 */
public final class RunStore {
  /** Runs that are kept. */
  private static final int KEPT = 6;

  private static final String REMEDY =
      "the setting vtrace.analysisLimitMiB raises that; outline, hover and search still work";

  private final ExecutorService executor;
  private final Reach reach;
  private volatile long limit;
  private volatile KeptBound kept = AnalysisLimit.kept();
  private final Map<String, RunTarget> targets = new HashMap<>();
  private final LinkedHashMap<String, StoredRun> runs = new LinkedHashMap<>(16, 0.75f, true);
  private int lists;

  private record StoredRun(
      CompletableFuture<OpenRun> run, RunTarget target, Future<?> task, AtomicInteger waiting) {}

  /**
   * A store.
   *
   * @param limit bytes of traces and traffic that are analysed as a whole; larger runs are refused
   * @param reach what may be asked for; grows by the files of each run
   */
  public RunStore(ExecutorService executor, long limit, Reach reach) {
    this.executor = executor;
    this.reach = reach;
    this.limit = limit;
  }

  /** Sets how many bytes of traces and traffic are analysed as a whole from now on. */
  public void limit(long bytes) {
    limit = bytes;
  }

  /** How much is kept of a run. */
  public KeptBound kept() {
    return kept;
  }

  /** Sets how much is kept of runs that are read from now on; those that are open are forgotten. */
  public synchronized void keep(KeptBound bound) {
    if (!bound.equals(kept)) {
      kept = bound;
      runs.values().forEach(RunStore::stop);
      runs.clear();
    }
  }

  /**
   * Names a list of files, so that requests can refer to it.
   *
   * @return the URI for it
   */
  public synchronized String add(Capture capture) {
    String id = "vtrace:/files/" + ++lists;
    targets.put(id, RunTarget.of(id, capture));
    return id;
  }

  /**
   * The URI of the capture that a URI belongs to. Looks into files, so not for the thread that
   * reads messages.
   *
   * @throws IOException if there is none
   */
  public String id(String uri) throws IOException {
    return target(uri).id();
  }

  /**
   * The run that a URI belongs to; it fails with an {@link IOException} that says why. If all who
   * asked for it cancel what they got, reading stops.
   */
  public CompletableFuture<OpenRun> open(String uri) {
    try {
      return open(target(uri));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The same, read again if its files have changed. */
  public CompletableFuture<OpenRun> openAsItIs(String uri) {
    forgetChanged();
    return open(uri);
  }

  /**
   * The run that a URI belongs to if it is there already, or null. Looks into files, so not for the
   * thread that reads messages.
   */
  public @Nullable OpenRun ready(String uri) {
    try {
      RunTarget target = target(uri);
      synchronized (this) {
        StoredRun entry = runs.get(target.id());
        return entry != null && entry.run().isDone() && !entry.run().isCompletedExceptionally()
            ? entry.run().join()
            : null;
      }
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Bytes of the traces and the traffic of the run that a URI belongs to. Looks into files.
   *
   * @throws IOException if there is none
   */
  public long traceBytes(String uri) throws IOException {
    return AnalysisLimit.size(target(uri).capture());
  }

  /** All runs that are there. */
  public synchronized List<OpenRun> all() {
    List<OpenRun> out = new ArrayList<>();
    for (StoredRun entry : runs.values()) {
      if (entry.run().isDone() && !entry.run().isCompletedExceptionally()) {
        out.add(entry.run().join());
      }
    }
    return out;
  }

  /** Forgets a run; reading that goes on is stopped. */
  public synchronized void close(String id) {
    StoredRun entry = runs.remove(id);
    if (entry != null) {
      targets
          .values()
          .removeIf(target -> target.id().equals(id) && target.kind() != OpenRun.OpenedFrom.FILES);
      stop(entry);
    }
  }

  /** Forgets runs whose files look different now, and says which. */
  public synchronized List<String> forgetChanged() {
    List<String> out = new ArrayList<>();
    for (Iterator<StoredRun> it = runs.values().iterator(); it.hasNext(); ) {
      StoredRun entry = it.next();
      if (!entry.target().stamp().holds()) {
        it.remove();
        stop(entry);
        out.add(entry.target().id());
      }
    }
    for (String id : out) {
      RunTarget files = targets.get(id);
      targets.values().removeIf(target -> target.id().equals(id));
      if (files != null && files.kind() == OpenRun.OpenedFrom.FILES) {
        targets.put(id, RunTarget.of(id, files.capture()));
      }
    }
    return out;
  }

  private RunTarget target(String uri) throws IOException {
    synchronized (this) {
      RunTarget known = targets.get(uri);
      if (known != null && (runs.containsKey(known.id()) || known.stamp().holds())) {
        return known;
      }
    }
    reach.read(Uris.path(uri));
    RunTarget found = RunTarget.of(uri);
    // Of a run that a file belongs to, all evidence is shown.
    reach.file(Uris.path(found.id()));
    found.capture().inputs().forEach(input -> reach.file(input.path()));
    synchronized (this) {
      if (targets.size() > 10_000) {
        targets.values().removeIf(target -> target.kind() != OpenRun.OpenedFrom.FILES);
      }
      targets.put(uri, found);
      targets.put(found.id(), found);
    }
    return found;
  }

  private synchronized CompletableFuture<OpenRun> open(RunTarget target) {
    StoredRun known = runs.get(target.id());
    if (known != null) {
      return waiter(known);
    }
    CompletableFuture<OpenRun> run = new CompletableFuture<>();
    Future<?> task = executor.submit(() -> read(target, run));
    StoredRun entry = new StoredRun(run, target, task, new AtomicInteger());
    runs.put(target.id(), entry);
    while (runs.size() > KEPT) {
      Iterator<StoredRun> oldest = runs.values().iterator();
      stop(oldest.next());
      oldest.remove();
    }
    return waiter(entry);
  }

  private CompletableFuture<OpenRun> waiter(StoredRun entry) {
    entry.waiting().incrementAndGet();
    CompletableFuture<OpenRun> out = entry.run().copy();
    out.whenComplete(
        (run, failure) -> {
          boolean last = entry.waiting().decrementAndGet() == 0;
          if (out.isCancelled() && last && !entry.run().isDone()) {
            abandon(entry);
          }
        });
    return out;
  }

  private synchronized void abandon(StoredRun entry) {
    if (entry.waiting().get() == 0 && runs.get(entry.target().id()) == entry) {
      runs.remove(entry.target().id());
      stop(entry);
    }
  }

  private static void stop(StoredRun entry) {
    entry.task().cancel(true);
    // What was never begun would leave those who wait for it waiting.
    entry.run().completeExceptionally(new InterruptedIOException("it has been closed"));
  }

  private void read(RunTarget target, CompletableFuture<OpenRun> run) {
    try {
      new AnalysisLimit(limit).check(target.capture(), REMEDY);
      run.complete(Opening.open(target.id(), target.kind(), target.capture(), kept));
    } catch (IOException | RuntimeException | Error e) {
      synchronized (this) {
        // The next request tries again: the file may be there then.
        StoredRun entry = runs.get(target.id());
        if (entry != null && entry.run() == run) {
          runs.remove(target.id());
        }
      }
      run.completeExceptionally(
          Thread.interrupted() ? new InterruptedIOException("it has been closed") : e);
    }
  }
}
