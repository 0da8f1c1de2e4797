// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;

/** Anything that a trace input holds: one line, one record, one call, one message. Immutable. */
public sealed interface TraceRecord
    permits TraceEvent,
        LogLine,
        DroppedEvents,
        SocketCall,
        WireMessage,
        WireEvent,
        QmpMessage,
        BackendLine {
  /** Where it was read. */
  SourceSpan span();

  /** When it happened on the input's own clock, in nanoseconds; -1 where not recorded. */
  long timeNs();
}
