// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import dev.vtrace.tracer.follow.LogFollower;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpException;
import java.io.Closeable;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has QEMU write the events that its {@code simple} back-end holds in memory, again and again while
 * a simpletrace file is followed. A log of text needs nothing of the sort.
 */
final class SimpletraceFlush implements Closeable {
  private static final int PERIOD_MS = 500;
  private static final String COMMAND = "trace-file flush";

  private final LogFollower follower;
  private final Supplier<QmpClient> qmp;
  private final Consumer<String> notes;
  private final Thread thread;
  private boolean ended;

  SimpletraceFlush(LogFollower follower, Supplier<QmpClient> qmp, Consumer<String> notes) {
    this.follower = follower;
    this.qmp = qmp;
    this.notes = notes;
    thread = new Thread(this::run, "flush");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void run() {
    try {
      while (!ended) {
        flush();
        wait(PERIOD_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void flush() {
    if (ended || !follower.isSimpletrace()) {
      return;
    }
    try {
      String answer = qmp.get().human(COMMAND);
      if (!answer.isEmpty()) {
        notes.accept(
            "QEMU does not flush its trace file (" + answer.lines().findFirst().orElse("") + ")");
        ended = true;
      }
    } catch (QmpException e) {
      // A lost connection is told by others; a slow one is asked again.
      ended = qmp.get().isLost();
    }
  }

  /** Flushes once more. */
  @Override
  public synchronized void close() {
    flush();
    ended = true;
    notifyAll();
  }
}
