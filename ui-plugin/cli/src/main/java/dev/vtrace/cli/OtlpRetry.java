// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tries again while a collector is busy or cannot be reached, with pauses that grow.
 *
 * @param pause before the second try; it doubles with each
 */
record OtlpRetry(Duration pause) {
  private static final int TRIES = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** One try. */
  @FunctionalInterface
  interface OtlpTry {
    /** Returns what the collector did not take, empty if it took all. */
    String send() throws IOException, InterruptedException;
  }

  /** An answer that may be another one later. */
  static final class OtlpBusy extends IOException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Duration asked;

    /**
     * An answer.
     *
     * @param asked how long the collector wants to be left alone, null if it does not say
     */
    OtlpBusy(String message, @Nullable Duration asked) {
      super(message);
      this.asked = asked;
    }
  }

  /** An answer that would be the same at each try. */
  static final class OtlpRefusal extends IOException {
    private static final long serialVersionUID = 1;

    OtlpRefusal(String message) {
      super(message);
    }
  }

  /**
   * Sends until it succeeds or has been tried often enough.
   *
   * @throws IOException if it does not; the message names the address and the reason
   */
  String send(String address, OtlpTry each) throws IOException {
    Duration wait = pause;
    for (int tries = 1; ; tries++) {
      String why;
      try {
        return each.send();
      } catch (OtlpRefusal e) {
        throw new IOException(address + ": " + e.getMessage(), e);
      } catch (OtlpBusy e) {
        why = String.valueOf(e.getMessage());
        wait = e.asked == null ? wait : shorter(e.asked, LONGEST_PAUSE);
      } catch (IOException e) {
        why = "cannot be reached: " + reason(e);
      } catch (InterruptedException e) {
        throw interrupted(address);
      }
      if (tries == TRIES) {
        throw new IOException(address + ": " + why + "; tried " + TRIES + " times");
      }
      try {
        Thread.sleep(wait.toMillis());
      } catch (InterruptedException e) {
        throw interrupted(address);
      }
      wait = shorter(wait.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private static IOException interrupted(String address) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException(address + ": interrupted");
  }

  private static Duration shorter(Duration one, Duration two) {
    return one.compareTo(two) < 0 ? one : two;
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    Throwable cause = e.getCause();
    if (message == null && cause != null) {
      message = cause.getMessage();
    }
    return message == null ? "no connection" : message.toLowerCase(Locale.ROOT);
  }
}
