// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A recorded vhost-user connection while it is being joined. */
final class Traffic {
  final String file;

  /** Requests of the front-end, in order. */
  final List<Hit> hits = new ArrayList<>();

  /** Whose it is where the capture says so, else empty. */
  final String owner;

  /** Whether the recording has the end of the connection. */
  final boolean closed;

  /** Whether the back-end's log is what tells of it: its messages have no bytes. */
  boolean loggedByBackend;

  /** The front-end's socket, as far as recorded. */
  final Identity frontEnd;

  /** The process whose system calls show it; empty where a proxy recorded it. */
  final String seenBy;

  Connection connection;
  Session session;
  long openNs = -1;
  long lastNs = -1;

  /** Processes that have said other things than this. */
  private final Set<String> strangers = new HashSet<>();

  Traffic(Connection connection) {
    this.file = connection.file();
    this.owner = connection.participant();
    this.seenBy = connection.seenBy();
    this.closed = connection.closed() != null;
    this.connection = connection;
    this.session = connection.session();
    Identity socket = Identity.parse("socket");
    for (WireEvent event : connection.events()) {
      seen(event.timeNs());
      boolean front = event.kind() == WireEvent.Kind.FRONT_END;
      socket = front ? Identity.parse(event.why()).otherEnd() : socket;
    }
    this.frontEnd = socket;
    for (Step step : session.steps()) {
      seen(step.message().timeNs());
    }
  }

  private void seen(long timeNs) {
    if (timeNs >= 0) {
      openNs = openNs < 0 ? timeNs : Math.min(openNs, timeNs);
      lastNs = Math.max(lastNs, timeNs);
    }
  }

  String label() {
    return connection.label();
  }

  void isNotOf(String participant) {
    strangers.add(participant);
  }

  /** Whether a process can be the front-end, or one of those that were it in turn. */
  boolean mayBeOf(String participant) {
    return owner.isEmpty() ? !strangers.contains(participant) : owner.equals(participant);
  }

  /** When the first ring was started, -1 if none was, or if nothing tells. */
  long firstStartNs() {
    for (Hit hit : hits) {
      if (hit.does(Effect.RING_KICK)) {
        return hit.timeNs;
      }
    }
    return -1;
  }

  /** Whether messages between these times would be in the recording. */
  boolean covers(long beginNs, long endNs) {
    for (Connection.Gap gap : connection.gaps()) {
      if ((gap.untilNs() < 0 || beginNs <= gap.untilNs()) && (endNs < 0 || endNs >= gap.fromNs())) {
        return false;
      }
    }
    return beginNs >= 0 && openNs >= 0 && openNs <= beginNs && (endNs < 0 || endNs <= lastNs);
  }

  /** Puts all its times on a clock that is ahead of theirs. */
  void move(long aheadNs) {
    if (aheadNs == 0) {
      return;
    }
    connection = connection.moved(aheadNs);
    session = connection.session();
    openNs += aheadNs;
    lastNs += aheadNs;
    for (Hit hit : hits) {
      hit.timeNs += hit.timeNs < 0 ? 0 : aheadNs;
      hit.replyNs += hit.replyNs < 0 ? 0 : aheadNs;
    }
  }
}
