// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.trace.TraceEvent;

/** What a step is made from. */
public sealed interface Detail {
  /** A trace event. */
  record EventDetail(TraceEvent event) implements Detail {}

  /** A vhost-user message. */
  record MessageDetail(Connection connection, dev.vtrace.decoder.vhostuser.SessionStep message)
      implements Detail {}

  /**
   * A section of a stream.
   *
   * @param stream position in the replay's list of streams
   */
  record SectionDetail(int stream, Section section) implements Detail {}

  /** A command or an event of a QMP conversation. */
  record Monitor() implements Detail {}

  /** An operation that no event shows. */
  record AbsenceDetail() implements Detail {}
}
