// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A recorded vhost-user connection. */
final class Traffic {
  final String file;
  final String name;
  final Session session;

  /** Requests of the front-end, in order. */
  final List<Hit> hits = new ArrayList<>();

  /** Whose it is where the capture says so, else empty. */
  final String owner;

  /** Whether the recording has the end of the connection. */
  boolean closed;

  /** Whether the back-end's log is what tells of it: its messages have no bytes. */
  boolean loggedByBackend;

  /** The front-end's socket, as far as recorded. */
  Identity frontEnd = Identity.parse("socket");

  long openNs = -1;
  long lastNs = -1;

  /** Times between which messages are not in the recording; -1 for no end. */
  private final List<long[]> gaps = new ArrayList<>();

  /** Processes that have said other things than this. */
  private final Set<String> strangers = new HashSet<>();

  /** The process whose system calls show it; empty where a proxy recorded it. */
  String seenBy = "";

  Traffic(String file, String name, String owner, Session session) {
    this.file = file;
    this.name = name;
    this.owner = owner;
    this.session = session;
  }

  String label() {
    return name.isEmpty() ? file : file + "#" + name;
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
      if (hit.is(Request.SET_VRING_KICK)) {
        return hit.timeNs;
      }
    }
    return -1;
  }

  /** Whether messages between these times would be in the recording. */
  boolean covers(long beginNs, long endNs) {
    for (long[] gap : gaps) {
      if ((gap[1] < 0 || beginNs <= gap[1]) && (endNs < 0 || endNs >= gap[0])) {
        return false;
      }
    }
    return beginNs >= 0 && openNs >= 0 && openNs <= beginNs && (endNs < 0 || endNs <= lastNs);
  }

  /**
   * Notes that messages of a direction are not in the recording.
   *
   * @param untilNs when that ended, -1 if not known
   */
  void missing(Direction direction, long untilNs) {
    long from = openNs;
    for (Step step : session.steps()) {
      if (step.message().direction() == direction) {
        from = step.message().timeNs();
      }
    }
    gaps.add(new long[] {from, untilNs});
  }
}
