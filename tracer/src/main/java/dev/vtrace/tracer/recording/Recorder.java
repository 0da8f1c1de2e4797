// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Stands between those who forward and the disk: takes chunks without ever waiting, and writes them
 * in a thread of its own. What waits to be written takes a bounded amount of memory; a chunk that
 * would not fit is dropped, and so is one that the disk refuses. Tracks see that from the offsets.
 */
public final class Recorder implements Closeable {
  /** Memory for what waits. */
  static final long LIMIT = 64L << 20;

  /** What a chunk takes beside its bytes. */
  private static final int OVERHEAD = 200;

  /** How long the writer sleeps where there is nothing to write. */
  private static final long IDLE_NANOS = 5_000_000L;

  private static final WriteTask STOP = () -> {};

  private final CaptureDirectory capture;
  private final Consumer<String> notes;
  private final ConcurrentLinkedQueue<QueuedWrite> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final long limit;
  private final Thread writer;
  private boolean refused;
  private volatile boolean dropping;

  /** Something to write. */
  interface WriteTask {
    void run() throws IOException;
  }

  private record QueuedWrite(WriteTask step, long weight) {}

  /**
   * Starts the writing thread.
   *
   * @param notes takes a sentence where evidence is lost; called by any thread
   */
  public Recorder(CaptureDirectory capture, Consumer<String> notes) {
    this(capture, notes, LIMIT);
  }

  /**
   * As the other, with a limit of its own.
   *
   * @param limit bytes of memory for what waits to be written
   */
  public Recorder(CaptureDirectory capture, Consumer<String> notes, long limit) {
    this.capture = capture;
    this.notes = notes;
    this.limit = limit;
    writer = new Thread(this::write, "recorder");
    writer.setDaemon(true);
    writer.start();
  }

  public CaptureDirectory capture() {
    return capture;
  }

  /** Takes a chunk, or drops it where too much waits already. */
  public void record(Track track, Chunk chunk) {
    long weight = chunk.bytes().length + OVERHEAD;
    if (waiting.addAndGet(weight) > limit) {
      waiting.addAndGet(-weight);
      if (!dropping) {
        dropping = true;
        notes.accept("the disk is too slow: forwarding continues, but not everything is recorded");
      }
      return;
    }
    queue.add(new QueuedWrite(() -> track.write(chunk), weight));
  }

  /** Ends a track after all of its chunks. This is never dropped. */
  public void end(Track track, long end, String why) {
    queue.add(new QueuedWrite(() -> track.end(end, why), 0));
  }

  /** Runs a step after everything that was recorded before it. This is never dropped. */
  void then(WriteTask step) {
    queue.add(new QueuedWrite(step, 0));
  }

  /** Says something of the evidence to people. */
  void say(String sentence) {
    notes.accept(sentence);
  }

  private void write() {
    for (QueuedWrite entry = next(); entry.step() != STOP; entry = next()) {
      if (waiting.addAndGet(-entry.weight()) == 0 && dropping) {
        dropping = false;
        notes.accept("the disk has caught up, recording continues");
      }
      try {
        entry.step().run();
        if (refused && entry.weight() > 0) {
          refused = false;
          notes.accept("recording continues");
        }
      } catch (IOException | RuntimeException e) {
        refused(e);
      }
    }
  }

  /**
   * The next entry. To wake this thread would take those who forward longer than all the rest. When
   * nothing has come for a moment there is time for digests; before that, they would take the
   * processor from those who forward.
   */
  private QueuedWrite next() {
    QueuedWrite entry = queue.poll();
    boolean quiet = false;
    while (entry == null) {
      if (!quiet || !capture.digestSome()) {
        LockSupport.parkNanos(IDLE_NANOS);
      }
      entry = queue.poll();
      quiet = true;
    }
    return entry;
  }

  private void refused(Exception e) {
    if (!refused) {
      refused = true;
      notes.accept(
          "cannot write the capture ("
              + e.getMessage()
              + "): forwarding continues without"
              + " recording");
    }
  }

  /** Waits until everything that was recorded up to now is written. */
  public void flush() {
    CountDownLatch done = new CountDownLatch(1);
    then(done::countDown);
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until everything that was recorded is written. */
  @Override
  public void close() {
    queue.add(new QueuedWrite(STOP, 0));
    LockSupport.unpark(writer);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
