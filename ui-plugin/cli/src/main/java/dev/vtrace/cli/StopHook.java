// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.Closeable;

/**
 * Lets a command finish and give its own exit status when the process is told to end, by Ctrl-C or
 * SIGTERM: the process waits for the thread that made the hook, and {@link Main} ends it then.
 */
final class StopHook implements Closeable {
  private final Thread hook;

  /**
   * @param stop tells the command to finish; called from another thread
   */
  StopHook(Runnable stop) {
    Thread command = Thread.currentThread();
    hook = new Thread(() -> stop(command, stop), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void stop(Thread command, Runnable stop) {
    stop.run();
    try {
      command.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already.
    }
  }
}
