// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/** How many file descriptors travel with a message. */
public enum FdRule {
  NONE(0, 0),
  ONE(1, 1),
  OPTIONAL(0, 1),
  /** One for each region, in the same order. */
  PER_REGION(0, 8);

  private final int least;
  private final int most;

  FdRule(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** The least number that the specification allows. */
  public int least() {
    return least;
  }

  /** The greatest number that the specification allows. */
  public int most() {
    return most;
  }
}
