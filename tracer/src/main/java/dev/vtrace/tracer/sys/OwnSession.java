// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

/** The session of this process (setsid(2)). */
public final class OwnSession {
  private OwnSession() {}

  /**
   * Leaves the session of the parent, so that neither keys of its terminal nor the end of the
   * terminal reach this process. It changes nothing in a process that has one already.
   */
  public static void begin() {
    Libc.setsid();
  }
}
