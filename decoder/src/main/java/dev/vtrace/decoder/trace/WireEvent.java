// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Span;

/**
 * A recorded vhost-user connection was opened or closed, or a part of it is not in the recording.
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
    /** Messages crossed the socket that could not be recorded. */
    MISSING
  }
}
