// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.stream;

/** Asked now and then during long work; it throws if nobody wants the answer any more. */
@FunctionalInterface
public interface CancellationCheck {
  /** Returns if the work is to go on. */
  void check();
}
