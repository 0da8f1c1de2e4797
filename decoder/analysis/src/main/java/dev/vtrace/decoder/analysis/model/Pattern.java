// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

/** What the events of a window tell by themselves of a back-end being handed over. */
public enum Pattern {
  /** Messages were sent, or a queue was left: it is an ordinary start or stop. */
  ORDINARY,
  /** Every queue is entered and none is left, in a log that would show it. */
  TRANSFER,
  /** The same, but it is not sure that the log would show it. */
  LIKELY,
  /** Nothing. */
  OPEN
}
