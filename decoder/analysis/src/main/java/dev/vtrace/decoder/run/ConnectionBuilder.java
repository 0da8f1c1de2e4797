// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.run.Connection.MessageGap;
import dev.vtrace.decoder.run.Connection.Turn;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.MessageBound;
import dev.vtrace.decoder.vhostuser.Session;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Collects what a recording has of a connection, in the order in which it was recorded. */
public final class ConnectionBuilder {
  /** Comparisons of clocks that are kept. */
  private static final int MOST_CLOCKS = 10_000;

  private final String file;
  private final String name;
  private final String participant;
  private final String seenBy;
  private final Session session;
  private final List<WireEvent> events = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final List<MessageGap> gaps = new ArrayList<>();
  private final List<Diagnostic> notes = new ArrayList<>();
  private final List<Long> wallMinusMonotonic = new ArrayList<>();

  /** When the last message of each direction was seen. */
  private final Map<Direction, Long> last = new EnumMap<>(Direction.class);

  private long openNs = -1;
  private long lastNs = -1;

  /** When the last message was seen before one was lost; read only while one is. */
  private long lostNs;

  private boolean losing;

  private long leftOut;

  /**
   * One that keeps all messages.
   *
   * @param findings gets what the session finds, too
   * @see Connection
   */
  public ConnectionBuilder(
      String file, String name, String participant, String seenBy, Consumer<Diagnostic> findings) {
    this(file, name, participant, seenBy, new KeptNotes(findings), MessageBound.NONE);
  }

  /**
   * @param found gets what the session finds, too
   * @param bound how many messages are kept
   * @see Connection
   */
  ConnectionBuilder(
      String file,
      String name,
      String participant,
      String seenBy,
      KeptNotes found,
      MessageBound bound) {
    this.file = file;
    this.name = name;
    this.participant = participant;
    this.seenBy = seenBy;
    this.session = new Session(note -> found.add(note, notes::add), bound);
  }

  /** Takes the next message. */
  public void add(WireMessage wire) {
    Message message = wire.message();
    if (losing) {
      gaps.add(new MessageGap(lostNs, message.timeNs()));
      losing = false;
    }
    seen(message.timeNs());
    if (wire.monotonicNs() >= 0 && message.timeNs() >= 0) {
      if (wallMinusMonotonic.size() < MOST_CLOCKS) {
        wallMinusMonotonic.add(message.timeNs() - wire.monotonicNs());
      }
    }
    session.add(message);
    last.put(message.direction(), message.timeNs());
    long speaker = turns.isEmpty() ? -1 : turns.get(turns.size() - 1).process();
    boolean frontEnd = message.direction() == Direction.TO_BACKEND;
    if (frontEnd && wire.sender() > 0 && wire.sender() != speaker) {
      turns.add(new Turn(wire.sender(), message));
    }
  }

  /** Takes the next event. */
  public void add(WireEvent event) {
    seen(event.timeNs());
    events.add(event);
    if (event.kind() == WireEvent.WireEventKind.MISSING
        || event.kind() == WireEvent.WireEventKind.FOREIGN) {
      gaps.add(new MessageGap(last.getOrDefault(event.direction(), openNs), event.timeNs()));
    }
  }

  /** At this place of the recording there is damage that may have been a message. */
  public void lost() {
    lostNs = losing ? lostNs : lastNs;
    losing = true;
  }

  /** Messages may be missing anywhere. */
  public void lacking() {
    gaps.add(new MessageGap(-1, -1));
  }

  /** How many messages were not kept; known at the end. */
  long leftOut() {
    return leftOut;
  }

  private void seen(long timeNs) {
    if (timeNs >= 0) {
      lastNs = Math.max(lastNs, timeNs);
      openNs = openNs < 0 ? timeNs : Math.min(openNs, timeNs);
    }
  }

  /** The recording ends; nothing may be added any more. */
  public Connection end() {
    session.end();
    if (losing) {
      gaps.add(new MessageGap(lostNs, -1));
    }
    long left = 0;
    for (Session.LeftOutMessages gap : session.leftOut()) {
      left += gap.count();
      if (!gap.calm()) {
        gaps.add(new MessageGap(gap.fromNs(), gap.untilNs()));
      }
    }
    leftOut = left;
    return new Connection(
        file, name, participant, seenBy, session, events, turns, gaps, notes, wallMinusMonotonic);
  }
}
