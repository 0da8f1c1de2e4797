// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.vhostuser.Message;

/**
 * A recorded vhost-user message.
 *
 * @param connection number or name of the connection within the recording
 * @param sender process that sent it, -1 if not known
 * @param monotonicNs when, by CLOCK_MONOTONIC; -1 where not recorded
 */
public record WireMessage(String connection, long sender, long monotonicNs, Message message)
    implements TraceRecord {
  @Override
  public SourceSpan span() {
    return message.span();
  }

  @Override
  public long timeNs() {
    return message.timeNs();
  }
}
