// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a file, read by a thread of their own as far ahead as a few batches: readers hand
 * their records on, and the merge takes one at a time.
 */
final class FileFeed implements EntrySource {
  private static final int BATCH = 256;
  private static final int BATCHES = 4;

  private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>(BATCHES);
  private final Thread thread;
  private List<LogEntry> current = List.of();
  private int at;
  private boolean ended;

  /** Reads a file and hands on its entries. */
  interface FeedReading {
    void read(Consumer<LogEntry> sink) throws IOException;
  }

  /**
   * Some entries.
   *
   * @param last whether there are no more after them
   * @param failure what ended the reading before its end, or null
   */
  private record Batch(List<LogEntry> entries, boolean last, @Nullable Throwable failure) {}

  /** Ends a reading that nobody waits for any more. */
  private static final class NobodyReads extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  FileFeed(String name, FeedReading reading) {
    thread = new Thread(() -> run(reading), "log of " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(FeedReading reading) {
    List<LogEntry> batch = new ArrayList<>(BATCH);
    Throwable failure = null;
    try {
      reading.read(
          entry -> {
            batch.add(entry);
            if (batch.size() == BATCH) {
              put(new Batch(List.copyOf(batch), false, null));
              batch.clear();
            }
          });
    } catch (NobodyReads e) {
      return;
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      failure = e;
    }
    try {
      put(new Batch(List.copyOf(batch), true, failure));
    } catch (NobodyReads e) {
      // The merge was ended.
    }
  }

  private void put(Batch batch) {
    try {
      batches.put(batch);
    } catch (InterruptedException e) {
      throw new NobodyReads();
    }
  }

  @Override
  public @Nullable LogEntry next() throws IOException {
    while (at == current.size()) {
      if (ended) {
        return null;
      }
      take();
    }
    return current.get(at++);
  }

  private void take() throws IOException {
    Batch batch;
    try {
      batch = batches.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (batch.failure() != null) {
      throw batch.failure() instanceof IOException io
          ? new IOException(io.getMessage(), io)
          : new IOException("its reader failed: " + batch.failure(), batch.failure());
    }
    current = batch.entries();
    ended = batch.last();
    at = 0;
  }

  @Override
  public void close() {
    thread.interrupt();
    batches.clear();
  }
}
