// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.vhostuser.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Something about a recorded vhost-user connection that is no message: it was opened or closed, or
 * a part of it is not in the recording.
 *
 * @param direction the half that it is about, null for both
 * @param why what the recorder said
 * @param end of a {@code CLOSE}, what ended the half
 * @param process of a {@code PROCESS}, its id; else -1
 */
public record WireEvent(
    SourceSpan span,
    long timeNs,
    String connection,
    WireEventKind kind,
    @Nullable Direction direction,
    String why,
    WireEnd end,
    long process)
    implements TraceRecord {
  /** An event that names no process, and not what ended a half. */
  public WireEvent(
      SourceSpan span,
      long timeNs,
      String connection,
      WireEventKind kind,
      @Nullable Direction direction,
      String why) {
    this(span, timeNs, connection, kind, direction, why, WireEnd.NOT_TOLD, -1);
  }

  /** The same at another time. */
  public WireEvent at(long otherNs) {
    return new WireEvent(span, otherNs, connection, kind, direction, why, end, process);
  }

  /** What happened. */
  public enum WireEventKind {
    OPEN,
    CLOSE,
    /** Which side is the front-end shows; {@code why} is its socket, seen from the recorder's. */
    FRONT_END,
    /** Messages crossed the socket that could not be recorded. */
    MISSING,
    /** Bytes crossed the socket that belong to no message; {@code why} tells how many. */
    FOREIGN,
    /**
     * What became of the process that spoke last in a half, after the connection was closed from
     * there; {@code why} is its name and how it ended.
     */
    PROCESS
  }
}
