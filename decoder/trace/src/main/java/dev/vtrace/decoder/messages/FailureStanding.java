// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

/** What a message is to the failure that it belongs to. */
public enum FailureStanding {
  /** Names what was set up wrongly, or what is missing. */
  CAUSE,
  /** Names where something broke. */
  FAULT,
  /** Follows from what was said before it. */
  CONSEQUENCE,
  /** Tells of something that need not be wrong. */
  NOTE
}
