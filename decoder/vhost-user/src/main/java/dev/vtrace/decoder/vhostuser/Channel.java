// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/** The two sockets of a connection; request ids are a number space of their own on each. */
public enum Channel {
  /** The front-end asks, the back-end answers. */
  MAIN("main"),
  /** The back-end asks; its socket is handed over with SET_BACKEND_REQ_FD. */
  BACKEND("backend");

  private final String label;

  Channel(String label) {
    this.label = label;
  }

  /** The name in text and JSON. */
  public String label() {
    return label;
  }

  /** The direction in which requests travel. */
  public Direction requests() {
    return this == MAIN ? Direction.TO_BACKEND : Direction.TO_FRONTEND;
  }
}
