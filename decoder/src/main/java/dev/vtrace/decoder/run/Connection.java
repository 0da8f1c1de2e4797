// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.Step;
import java.util.List;

/**
 * A recorded vhost-user connection.
 *
 * @param name its name within the file; may be empty
 * @param participant the QEMU that opened it, empty where the capture does not say
 * @param session all messages and the state behind each
 * @param events openings and closings that the recorder noted
 * @param turns which processes spoke for the front-end, one after the other; empty where the
 *     recorder does not know
 * @param notes what the session found
 */
public record Connection(
    String file,
    String name,
    String participant,
    Session session,
    List<WireEvent> events,
    List<Turn> turns,
    List<Diagnostic> notes) {
  /**
   * From here on a process speaks for the front-end.
   *
   * @param process its id
   * @param first what it said first
   */
  public record Turn(long process, Message first) {}

  /** Takes a message, in the order in which they were recorded. */
  void add(WireMessage wire) {
    Message message = wire.message();
    session.add(message);
    long last = turns.isEmpty() ? -1 : turns.get(turns.size() - 1).process();
    boolean frontEnd = message.direction() == Direction.TO_BACKEND;
    if (frontEnd && wire.sender() > 0 && wire.sender() != last) {
      turns.add(new Turn(wire.sender(), message));
    }
  }

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
    for (Step step : session.steps()) {
      if (!step.message().fds().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The first closing, or null. */
  public WireEvent closed() {
    for (WireEvent event : events) {
      if (event.kind() == WireEvent.Kind.CLOSE) {
        return event;
      }
    }
    return null;
  }

  /** The message that a note of the session speaks of, or null. */
  Step step(Diagnostic note) {
    for (Step step : session.steps()) {
      if (step.message().span().offset() == note.offset()
          && step.message().name().equals(note.path())) {
        return step;
      }
    }
    return null;
  }
}
