// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A recorded vhost-user connection while it is being joined. */
public final class Traffic {
  public final String file;

  /** Requests of the front-end, in order. */
  public final List<JoinedRequest> requests = new ArrayList<>();

  /** Whose it is where the capture says so, else empty. */
  public final String owner;

  /** Whether the recording has the end of the connection. */
  public final boolean closed;

  /** Whether it is known from the back-end's log only: its messages have no bytes. */
  boolean loggedByBackend;

  /** The front-end's socket, as far as recorded. */
  public final Identity frontEnd;

  /** The process whose system calls show it; empty where a proxy recorded it. */
  public final String seenBy;

  public Connection connection;
  public Session session;
  public long openNs = -1;
  public long lastNs = -1;

  /** Position of the message that starts the first ring; looked for when all are known. */
  private @Nullable Integer firstStart;

  /** From when to when messages were not kept; made when it is asked for. */
  private @Nullable NavigableMap<Long, Long> leftOut;

  /** Processes that have said other things than this. */
  private final Set<String> strangers = new HashSet<>();

  public Traffic(Connection connection) {
    this.file = connection.file();
    this.owner = connection.participant();
    this.seenBy = connection.seenBy();
    this.closed = connection.closed() != null;
    this.connection = connection;
    this.session = connection.session();
    Identity socket = Identity.parse("socket");
    for (WireEvent event : connection.events()) {
      seen(event.timeNs());
      boolean front = event.kind() == WireEvent.WireEventKind.FRONT_END;
      socket = front ? Identity.parse(event.why()).otherEnd() : socket;
    }
    this.frontEnd = socket;
    for (SessionStep step : session.steps()) {
      seen(step.message().timeNs());
    }
  }

  private void seen(long timeNs) {
    if (timeNs >= 0) {
      openNs = openNs < 0 ? timeNs : Math.min(openNs, timeNs);
      lastNs = Math.max(lastNs, timeNs);
    }
  }

  public String label() {
    return connection.label();
  }

  public void isNotOf(String participant) {
    strangers.add(participant);
  }

  /** Whether a process can be the front-end, or one of those that were it in turn. */
  public boolean mayBeOf(String participant) {
    return owner.isEmpty() ? !strangers.contains(participant) : owner.equals(participant);
  }

  /** When the first ring was started, -1 if none was, or if nothing tells. */
  public long firstStartNs() {
    if (firstStart == null) {
      int at = 0;
      while (at < requests.size() && !requests.get(at).does(Effect.RING_KICK)) {
        at++;
      }
      firstStart = at;
    }
    return firstStart < requests.size() ? requests.get(firstStart).timeNs : -1;
  }

  /** Whether messages between these times would be in the recording. */
  public boolean covers(long beginNs, long endNs) {
    for (Connection.MessageGap gap : connection.gaps()) {
      if ((gap.untilNs() < 0 || beginNs <= gap.untilNs()) && (endNs < 0 || endNs >= gap.fromNs())) {
        return false;
      }
    }
    return beginNs >= 0 && openNs >= 0 && openNs <= beginNs && (endNs < 0 || endNs <= lastNs);
  }

  /** Whether no message between these times is missing in what was kept, of any kind. */
  public boolean hasAll(long beginNs, long endNs) {
    if (leftOut == null) {
      leftOut = new TreeMap<>();
      session.leftOut().forEach(gap -> leftOut.merge(gap.fromNs(), gap.untilNs(), Math::max));
    }
    Map.Entry<Long, Long> before = leftOut.floorEntry(endNs);
    return covers(beginNs, endNs) && (before == null || before.getValue() < beginNs);
  }

  /** Puts all its times on a clock that is ahead of theirs. */
  public void move(long aheadNs) {
    if (aheadNs == 0) {
      return;
    }
    connection = connection.moved(aheadNs);
    session = connection.session();
    leftOut = null;
    openNs += aheadNs;
    lastNs += aheadNs;
    for (JoinedRequest request : requests) {
      request.timeNs += request.timeNs < 0 ? 0 : aheadNs;
      request.replyNs += request.replyNs < 0 ? 0 : aheadNs;
    }
  }
}
