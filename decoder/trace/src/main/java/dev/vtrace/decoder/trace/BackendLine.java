// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a back-end's log.
 *
 * @param level how bad the back-end itself says that it is
 * @param socket the path that the line names, or empty
 * @param request the request that the back-end says it received, or null
 * @param text the line without time, program and socket; with the level where it has one
 * @param values what stands as {@code name:value} in it
 */
public record BackendLine(
    SourceSpan span,
    long timeNs,
    BackendLogKind origin,
    BackendLogLevel level,
    String socket,
    @Nullable Request request,
    String text,
    List<QmpMessage.QmpLeaf> values)
    implements TraceRecord {
  /** Whose log. */
  public enum BackendLogKind {
    DPDK,
    SPDK,
    OVS,
    LIBVHOST_USER,
    STORAGE_DAEMON,
    RUST,
    GLIB,
    OTHER
  }

  /** How bad it is. */
  public enum BackendLogLevel {
    ERROR,
    WARNING,
    /** A note, of which the text does not say that it is one. */
    NOTE,
    /** What its text says, or a form without levels. */
    NONE
  }
}
