// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.io.IOException;

/** A capture holds more than {@link OpenOptions} allows. The message says of what, and how much. */
public final class LimitExceededException extends IOException {
  private static final long serialVersionUID = 1;

  LimitExceededException(String message) {
    super(message);
  }
}
