// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where lines begin, for every 64th line. One thread adds bytes, any number of threads ask: what
 * was read so far can be asked for at once.
 */
public final class LineIndex {
  /** A line is found by reading so many lines at most. */
  static final int STEP = 64;

  private long[] starts = new long[64];
  private long lines;
  private long bytes;
  private long lineStart;
  private boolean complete;

  /** A place in the text. */
  public record IndexedLine(long line, long offset) {}

  synchronized void add(byte[] chunk, int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (chunk[i] == '\n') {
        lines++;
        lineStart = bytes + (i - at) + 1;
        if (lines % STEP == 0) {
          int slot = (int) (lines / STEP);
          if (slot >= starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
          }
          starts[slot] = lineStart;
        }
      }
    }
    bytes += length;
  }

  synchronized void end() {
    complete = true;
    notifyAll();
  }

  /** Waits until all of the text was read, but not long. */
  public synchronized void await(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; !complete && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  /** Goes back to the beginning of the last line, to read on from there; says where that is. */
  synchronized IndexedLine resume() {
    complete = false;
    bytes = lineStart;
    return new IndexedLine(lines, lineStart);
  }

  /** Whether all of the text was read. */
  public synchronized boolean complete() {
    return complete;
  }

  /** Lines that were read, the last one of a complete text included even if it is empty. */
  public synchronized long lines() {
    return complete ? lines + 1 : lines;
  }

  /** Bytes that were read. */
  public synchronized long bytes() {
    return bytes;
  }

  /** The last mark at or before a line; null if the line was not read yet, or there is none. */
  synchronized @Nullable IndexedLine before(long line) {
    if (line < 0 || line >= lines()) {
      return null;
    }
    long slot = line / STEP;
    return new IndexedLine(slot * STEP, starts[(int) slot]);
  }
}
