// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.forward;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.tracer.proxy.TrafficSink;
import dev.vtrace.tracer.recording.Chunk;
import dev.vtrace.tracer.recording.LeftCapture;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands what passes to the process that records, in a thread of its own and without ever making
 * those wait who forward. What waits takes a bounded amount of memory; a chunk that would not fit
 * is dropped, and the recorder sees that from the offsets. Once the recorder is gone, only ends and
 * gaps are written down, into what it left.
 */
final class Feed implements TrafficSink, Closeable {
  /** Memory for what waits; messages are small, so this is what a recorder may sleep through. */
  static final long LIMIT = 8L << 20;

  private static final int OVERHEAD = 300;
  private static final int BUFFER = 1 << 16;
  private static final long NANOS = 1_000_000_000L;
  private static final long IDLE_NANOS = 5_000_000L;

  private final ConcurrentLinkedQueue<Frame> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final DataOutputStream out;
  private final LeftCapture left;
  private final Thread thread;

  /** Halves that have begun and not ended; of the thread. */
  private final Set<Half> halves = new LinkedHashSet<>();

  private volatile boolean alone;
  private volatile boolean closed;
  private boolean marked;
  private boolean pending;
  private long lost;

  /**
   * Starts the thread.
   *
   * @param to the pipe to the recorder
   */
  Feed(OutputStream to, LeftCapture left) {
    this.out = new DataOutputStream(new BufferedOutputStream(to, BUFFER));
    this.left = left;
    thread = new Thread(this::run, "feed");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void chunk(Half half, Chunk chunk) {
    long weight = weight(chunk);
    if (waiting.addAndGet(weight) > LIMIT) {
      waiting.addAndGet(-weight);
    } else {
      queue.add(new Frame.Passed(half, chunk));
    }
  }

  private static long weight(Chunk chunk) {
    return chunk.bytes().length + OVERHEAD * (1L + chunk.fds().size());
  }

  @Override
  public void end(Half half, long total, String why) {
    queue.add(new Frame.Ended(half, total, why));
  }

  @Override
  public void event(WireEvent event) {
    queue.add(new Frame.Happened(event));
  }

  /** Tells something else. */
  void add(Frame frame) {
    queue.add(frame);
  }

  /** The recorder is gone. */
  void recorderIsGone() {
    alone = true;
  }

  private void run() {
    while (true) {
      if (alone && !marked) {
        marked = true;
        halves.forEach(this::mark);
      }
      Frame frame = queue.poll();
      if (frame != null) {
        handle(frame);
        pending = true;
      } else if (pending) {
        pending = false;
        flush();
      } else if (closed) {
        return;
      } else {
        LockSupport.parkNanos(IDLE_NANOS);
      }
    }
  }

  private void handle(Frame frame) {
    if (frame instanceof Frame.Passed passed) {
      waiting.addAndGet(-weight(passed.chunk()));
      boolean begins = halves.add(passed.half());
      if (begins && marked) {
        mark(passed.half());
      }
    } else if (frame instanceof Frame.Ended ended) {
      halves.remove(ended.half());
    }
    if (marked) {
      leave(frame);
    } else if (!alone) {
      try {
        Frames.write(out, frame);
      } catch (IOException e) {
        alone = true;
      }
    }
  }

  private void flush() {
    try {
      if (marked) {
        left.lacks(lost);
      } else if (!alone) {
        out.flush();
      }
    } catch (IOException e) {
      // A disk that takes nothing must not be in the way; a pipe that takes nothing has no reader.
      alone = true;
    }
  }

  private void leave(Frame frame) {
    if (frame instanceof Frame.Passed passed) {
      lost += passed.chunk().bytes().length;
    } else if (frame instanceof Frame.Happened happened) {
      leave(happened.event());
    }
  }

  private void leave(WireEvent event) {
    try {
      left.event(event);
    } catch (IOException e) {
      // See flush.
    }
  }

  private void mark(Half half) {
    Instant now = Instant.now();
    leave(missing(half, now.getEpochSecond() * NANOS + now.getNano()));
    pending = true;
  }

  private static WireEvent missing(Half half, long timeNs) {
    return new WireEvent(
        SourceSpan.NONE,
        timeNs,
        half.connection(),
        WireEvent.WireEventKind.MISSING,
        half.direction(),
        LeftCapture.why());
  }

  /** Waits until everything is handed over. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
