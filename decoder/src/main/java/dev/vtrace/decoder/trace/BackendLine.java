// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.Span;
import java.util.List;

/**
 * A line of a back-end's log.
 *
 * @param socket the path that the line names, or empty
 * @param request the request that the back-end says it received, or null
 * @param text the line behind its beginning
 * @param values what stands as {@code name:value} in it
 */
public record BackendLine(
    Span span,
    long timeNs,
    Origin origin,
    String socket,
    Request request,
    String text,
    List<QmpMessage.Value> values)
    implements TraceRecord {
  /** Whose log. */
  public enum Origin {
    DPDK,
    LIBVHOST_USER,
    OTHER
  }
}
