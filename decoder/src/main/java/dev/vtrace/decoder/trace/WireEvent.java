// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Span;

/**
 * Something about a recorded vhost-user connection that is no message: it was opened or closed, or
 * a part of it is not in the recording.
 *
 * @param direction the half that it is about, null for both
 * @param why what the recorder said
 */
public record WireEvent(
    Span span, long timeNs, String connection, Kind kind, Direction direction, String why)
    implements TraceRecord {
  /** What happened. */
  public enum Kind {
    OPEN,
    CLOSE,
    /** Which side is the front-end shows; {@code why} is its socket, seen from the recorder's. */
    FRONT_END,
    /** Messages crossed the socket that could not be recorded. */
    MISSING
  }
}
