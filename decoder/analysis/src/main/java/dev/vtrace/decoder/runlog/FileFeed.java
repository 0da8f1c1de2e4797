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
  private long madeNs;

  /** Whether all that was there was handed on. */
  private volatile boolean waits;

  /** Reads a file and hands on its entries. */
  interface FeedReading {
    /**
     * @param atEnd to be called where no more is there now, but may come
     */
    void read(Consumer<LogEntry> sink, Runnable atEnd) throws IOException;
  }

  /**
   * Some entries.
   *
   * @param last whether there are no more after them
   * @param failure what ended the reading before its end, or null
   * @param madeNs when, by the clock of this process
   */
  private record Batch(
      List<LogEntry> entries, boolean last, @Nullable Throwable failure, long madeNs) {}

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
            waits = false;
            batch.add(entry);
            if (batch.size() == BATCH) {
              put(batch);
            }
          },
          () -> {
            put(batch);
            waits = true;
          });
    } catch (NobodyReads e) {
      return;
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      failure = e;
    }
    try {
      put(new Batch(List.copyOf(batch), true, failure, System.nanoTime()));
    } catch (NobodyReads e) {
      // The merge was ended.
    }
  }

  private void put(List<LogEntry> entries) {
    if (!entries.isEmpty()) {
      put(new Batch(List.copyOf(entries), false, null, System.nanoTime()));
      entries.clear();
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
      await();
    }
    return current.get(at++);
  }

  private void await() throws IOException {
    try {
      use(batches.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void use(Batch batch) throws IOException {
    Throwable failure = batch.failure();
    if (failure != null) {
      throw failure instanceof IOException io
          ? new IOException(io.getMessage(), io)
          : new IOException("its reader failed: " + failure, failure);
    }
    current = batch.entries();
    ended = batch.last();
    madeNs = batch.madeNs();
    at = 0;
  }

  /** The next entry if it is there already, else null. It stays the next one. */
  @Nullable LogEntry peek() throws IOException {
    while (at == current.size() && !ended) {
      Batch batch = batches.poll();
      if (batch == null) {
        return null;
      }
      use(batch);
    }
    return at < current.size() ? current.get(at) : null;
  }

  /** The entry that {@link #peek} has found. */
  LogEntry require() {
    return current.get(at);
  }

  /** Takes the entry that {@link #peek} has found. */
  LogEntry poll() {
    return current.get(at++);
  }

  /** Whether the entry that {@link #peek} has found was there for so long. */
  boolean isSettled(int ms) {
    return System.nanoTime() - madeNs >= ms * 1_000_000L;
  }

  /** Whether it is reading what is there already. */
  boolean isBusy() {
    return !waits && !ended;
  }

  /** Whether there will be no more entries. */
  boolean isOver() {
    return ended && at == current.size();
  }

  @Override
  public void close() {
    thread.interrupt();
    batches.clear();
  }
}
