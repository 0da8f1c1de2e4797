// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.Closeable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A command that runs until somebody stops it. Sentences come from any thread and are printed by
 * one. A signal to end lets the command finish what it does and give its own exit status.
 */
final class Attended implements Closeable {
  private static final String STOP = new String("stop");

  private final BlockingQueue<String> sentences = new LinkedBlockingQueue<>();
  private final Console console;
  private final StopHook hook;

  Attended(Console console) {
    this.console = console;
    this.hook = new StopHook(() -> sentences.add(STOP));
  }

  /** Says a sentence on standard error; later, where another thread prints. */
  void say(String sentence) {
    sentences.add(sentence);
  }

  /** Says that it has begun, then prints what others say until the process is told to end. */
  void untilStopped(String begun) {
    print(begun);
    try {
      for (String next = sentences.take(); next != STOP; next = sentences.take()) {
        print(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(String sentence) {
    console.err().println(sentence);
    console.err().flush();
  }

  /** Prints what was said and not yet seen. */
  @Override
  public void close() {
    for (String next = sentences.poll(); next != null; next = sentences.poll()) {
      if (next != STOP) {
        print(next);
      }
    }
    hook.close();
  }
}
