// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Waits for what happens in other threads and processes. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Await() {}

  /** Something that may fail. */
  public interface Check {
    void run() throws Exception;
  }

  /** Returns as soon as a condition holds; runs a check, which tells why, if it never does. */
  public static void until(Callable<Boolean> condition, Check otherwise) throws Exception {
    Instant end = Instant.now().plus(LIMIT);
    while (!condition.call()) {
      if (Instant.now().isAfter(end)) {
        otherwise.run();
        throw new AssertionError("it did not happen within " + LIMIT);
      }
      Thread.sleep(5);
    }
  }

  /** Returns as soon as a condition holds. */
  public static void until(Callable<Boolean> condition) throws Exception {
    until(condition, () -> {});
  }
}
