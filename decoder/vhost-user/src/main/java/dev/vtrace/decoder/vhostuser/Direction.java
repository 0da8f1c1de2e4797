// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import org.jspecify.annotations.Nullable;

/** Who sends. */
public enum Direction {
  /** The front-end (QEMU) sends. */
  TO_BACKEND("f2b"),
  /** The back-end sends. */
  TO_FRONTEND("b2f");

  private final String label;

  Direction(String label) {
    this.label = label;
  }

  /** The name in text and JSON. */
  public String label() {
    return label;
  }

  /** The direction with this name, or null. */
  public static @Nullable Direction of(String label) {
    for (Direction direction : values()) {
      if (direction.label.equals(label)) {
        return direction;
      }
    }
    return null;
  }
}
