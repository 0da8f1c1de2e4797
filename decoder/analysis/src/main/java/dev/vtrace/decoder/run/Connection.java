// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A recorded vhost-user connection. Its session is ended and not to be changed by anybody.
 *
 * @param name its name within the file; may be empty
 * @param participant the QEMU that opened it, empty where the capture does not say
 * @param seenBy the QEMU whose system calls show it; empty where the socket was recorded
 * @param session all messages and the state after each
 * @param events openings and closings that the recorder noted
 * @param turns which processes spoke for the front-end, one after the other; empty where the
 *     recorder does not know
 * @param gaps times between which messages are not in the recording
 * @param notes what the session found
 * @param wallMinusMonotonicNs the clocks' difference at each message for which a recorder noted
 *     both
 */
public record Connection(
    String file,
    String name,
    String participant,
    String seenBy,
    Session session,
    List<WireEvent> events,
    List<Turn> turns,
    List<MessageGap> gaps,
    List<Diagnostic> notes,
    List<Long> wallMinusMonotonicNs) {
  public Connection {
    events = List.copyOf(events);
    turns = List.copyOf(turns);
    gaps = List.copyOf(gaps);
    notes = List.copyOf(notes);
    wallMinusMonotonicNs = List.copyOf(wallMinusMonotonicNs);
  }

  /**
   * From here on a process speaks for the front-end.
   *
   * @param process its id
   * @param first what it said first
   */
  public record Turn(long process, Message first) {}

  /**
   * Messages are missing.
   *
   * @param fromNs when the last message before was seen, -1 if not known
   * @param untilNs when the recorder noted it, -1 if not known
   */
  public record MessageGap(long fromNs, long untilNs) {}

  /** The name to show. */
  public String label() {
    return name.isEmpty() ? file : file + "#" + name;
  }

  /** Whether the recording has the connection from its first message on. */
  public boolean fromStart() {
    return session.fromStart();
  }

  /** Whether descriptors were recorded; some recorders cannot see them. */
  public boolean knowsDescriptors() {
    return session.knowsDescriptors();
  }

  /** The first closing, or null. */
  public @Nullable WireEvent closed() {
    for (WireEvent event : events) {
      if (event.kind() == WireEvent.WireEventKind.CLOSE) {
        return event;
      }
    }
    return null;
  }

  /**
   * A note of the session.
   *
   * @param step the message that it refers to
   */
  public record NotedStep(Diagnostic note, SessionStep step) {}

  /** Notes of a kind, in order; without those of messages that were not kept. */
  public List<NotedStep> noted(Code code) {
    Set<NotedPlace> wanted = new HashSet<>();
    for (Diagnostic note : notes) {
      if (note.code() == code) {
        wanted.add(new NotedPlace(note.offset(), note.path()));
      }
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    Map<NotedPlace, SessionStep> found = new HashMap<>();
    for (SessionStep step : session.steps()) {
      NotedPlace place = new NotedPlace(step.message().span().offset(), step.message().name());
      if (wanted.contains(place)) {
        found.putIfAbsent(place, step);
      }
    }
    List<NotedStep> out = new ArrayList<>();
    for (Diagnostic note : notes) {
      SessionStep step = found.get(new NotedPlace(note.offset(), note.path()));
      if (note.code() == code && step != null) {
        out.add(new NotedStep(note, step));
      }
    }
    return out;
  }

  private record NotedPlace(long offset, String message) {}

  /** The same on a clock that is ahead of the one it has. */
  public Connection moved(long aheadNs) {
    return aheadNs == 0 ? this : timed(time -> time < 0 ? time : time + aheadNs);
  }

  /** The same in its order alone: its times mean nothing outside of its file. */
  public Connection untimed() {
    return timed(time -> -1);
  }

  private Connection timed(LongUnaryOperator clock) {
    List<WireEvent> timedEvents = new ArrayList<>();
    for (WireEvent event : events) {
      timedEvents.add(event.at(clock.applyAsLong(event.timeNs())));
    }
    List<Turn> timedTurns = new ArrayList<>();
    for (Turn turn : turns) {
      Message first = turn.first();
      timedTurns.add(new Turn(turn.process(), first.at(clock.applyAsLong(first.timeNs()))));
    }
    List<MessageGap> timedGaps = new ArrayList<>();
    for (MessageGap gap : gaps) {
      timedGaps.add(
          new MessageGap(clock.applyAsLong(gap.fromNs()), clock.applyAsLong(gap.untilNs())));
    }
    return new Connection(
        file,
        name,
        participant,
        seenBy,
        session.timed(clock),
        timedEvents,
        timedTurns,
        timedGaps,
        notes,
        wallMinusMonotonicNs);
  }
}
