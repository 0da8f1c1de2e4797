// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/** What is known of a descriptor of a ring. */
public enum FdState {
  /** No message mentioned it. */
  UNSET,
  /** Passed to the back-end. */
  GIVEN,
  /** Stated not to exist: the ring is polled. */
  NONE
}
