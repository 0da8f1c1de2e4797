// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

/** Waiting between two looks at something that cannot call back. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
