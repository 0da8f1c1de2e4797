// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An answer that is worked out once, by the first thread that asks; so is a failure to do that. */
final class MemoizedAnswer<T> {
  private final Question<T> question;
  private @Nullable T answer;
  private @Nullable IOException failure;

  MemoizedAnswer(Question<T> question) {
    this.question = question;
  }

  /** How the answer is worked out. */
  interface Question<T> {
    T ask() throws IOException;
  }

  synchronized T get() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (answer == null) {
      try {
        answer = question.ask();
      } catch (UncheckedIOException e) {
        failure = e.getCause();
        throw failure;
      } catch (IOException e) {
        failure = e;
        throw failure;
      }
    }
    return answer;
  }
}
