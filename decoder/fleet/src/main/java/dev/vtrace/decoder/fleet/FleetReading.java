// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads captures with several threads into a journal. At any time there are at most as many
 * captures in memory as threads, and as many rows of captures that wait to be written.
 */
public final class FleetReading {
  /** Is told how far it is. Called by the thread that writes. */
  @FunctionalInterface
  public interface FleetListener {
    /**
     * A capture is done.
     *
     * @param failed how many of those that are done could not be read
     */
    void done(int done, int failed, int all);
  }

  /** Deep enough for whatever the analysis recurses on in a thread of its own. */
  private static final long STACK = 4L << 20;

  private record CaptureRead(FleetCapture capture, CaptureRows rows, String stamp) {}

  private final List<FleetCapture> captures;
  private final RowJournal journal;
  private final FleetListener listener;
  private final AtomicInteger next = new AtomicInteger();

  private FleetReading(List<FleetCapture> captures, RowJournal journal, FleetListener listener) {
    this.captures = captures;
    this.journal = journal;
    this.listener = listener;
  }

  /**
   * Reads captures.
   *
   * @param threads how many captures are read at a time
   * @throws IOException if the journal cannot be written, or if the thread is interrupted
   */
  public static void read(
      List<FleetCapture> captures, int threads, RowJournal journal, FleetListener listener)
      throws IOException {
    new FleetReading(captures, journal, listener).read(Math.min(threads, captures.size()));
  }

  private void read(int threads) throws IOException {
    BlockingQueue<CaptureRead> ready = new ArrayBlockingQueue<>(Math.max(1, threads));
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new Thread(null, () -> work(ready), "fleet-" + i, STACK);
      workers[i].setDaemon(true);
      workers[i].start();
    }
    try {
      write(ready);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      next.set(captures.size());
      for (Thread worker : workers) {
        worker.interrupt();
      }
    }
  }

  private void write(BlockingQueue<CaptureRead> ready) throws IOException, InterruptedException {
    int failed = 0;
    for (int done = 1; done <= captures.size(); done++) {
      CaptureRead one = ready.take();
      journal.add(one.rows(), one.stamp());
      failed += one.rows().isFailed() ? 1 : 0;
      listener.done(done, failed, captures.size());
    }
  }

  private void work(BlockingQueue<CaptureRead> ready) {
    try {
      for (int i = next.getAndIncrement(); i < captures.size(); i = next.getAndIncrement()) {
        FleetCapture capture = captures.get(i);
        // What is changed while it is read is read again by the next run.
        String stamp = capture.stamp();
        ready.put(new CaptureRead(capture, capture.rows(), stamp));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
