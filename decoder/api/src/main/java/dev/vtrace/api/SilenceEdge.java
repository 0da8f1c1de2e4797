// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.OptionalLong;

/**
 * Says of a place that it is a message at the edge of a silence: it is none of the operation that
 * was left out, and only shows how long nothing was sent.
 *
 * @param side on which side of the silence it lies
 * @param timeNs nanoseconds since the epoch
 */
public record SilenceEdge(EdgeSide side, OptionalLong timeNs) {
  /** The sides of a silence. */
  public enum EdgeSide {
    BEFORE,
    AFTER
  }
}
