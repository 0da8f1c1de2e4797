// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Standard output takes no more. Unchecked, so that it passes through {@link java.io.PrintStream},
 * which swallows an IOException, and stops the work at once.
 */
final class OutputFailure extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  OutputFailure(IOException cause) {
    super(cause);
  }
}
