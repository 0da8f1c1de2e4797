// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.export.Plain;
import java.io.Closeable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs until somebody stops it. Sentences come from any thread and are printed by
 * one. A signal to end lets the command finish what it does and give its own exit status.
 */
final class TerminalSession implements Closeable {
  private static final String STOP = new String("stop");
  private static final String SIGNAL = new String("signal");
  private static final int POLL_MS = 100;

  private final BlockingQueue<String> sentences = new LinkedBlockingQueue<>();
  private final Console console;
  private final StopHook hook;
  private @Nullable Signals signals;

  TerminalSession(Console console) {
    this.console = console;
    this.hook = new StopHook(() -> sentences.add(STOP));
  }

  /** Says a sentence on standard error; later, where another thread prints. */
  void say(String sentence) {
    sentences.add(sentence);
  }

  /** Says that it has begun, then prints what others say until the process is told to end. */
  void untilStopped(String begun) {
    begun(begun);
    try {
      for (String next = sentences.take(); next != STOP; next = sentences.take()) {
        print(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What must not be ended while it is in use. */
  interface Guarded {
    /** Whether it is in use. */
    boolean busy();

    /** Whether it was in use and is not any more. */
    boolean left();

    /** What its users lose at the end; a sentence. */
    String loss();

    /** Whether it has ended without being asked to. */
    boolean over();
  }

  /** From now on a signal waits for {@link #untilStopped}: before anything can be in use. */
  void holdSignals() {
    signals = new Signals(() -> sentences.add(SIGNAL));
  }

  /**
   * As {@link #untilStopped}, but while it is in use, the first signal only asks to end as soon as
   * it is not; the second one ends it. Signals are held already.
   *
   * @param whenIdle as if it had been asked already
   */
  void untilStopped(String begun, Guarded guarded, boolean whenIdle) {
    try {
      begun(begun);
      boolean asked = false;
      while (!guarded.over() && (!(asked || whenIdle) || !guarded.left())) {
        String next = sentences.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (next == STOP || next == SIGNAL && (asked || !guarded.busy())) {
          return;
        } else if (next == SIGNAL) {
          asked = true;
          print(guarded.loss());
        } else if (next != null) {
          print(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      releaseSignals();
    }
  }

  private void releaseSignals() {
    if (signals != null) {
      signals.close();
      signals = null;
    }
  }

  private void begun(String sentence) {
    console.note(sentence);
    console.err().flush();
  }

  private void print(String sentence) {
    console.err().println(Plain.text(sentence));
    console.err().flush();
  }

  /** Prints what was said and not yet seen. */
  @Override
  public void close() {
    releaseSignals();
    for (String next = sentences.poll(); next != null; next = sentences.poll()) {
      if (next != STOP && next != SIGNAL) {
        print(next);
      }
    }
    hook.close();
  }
}
