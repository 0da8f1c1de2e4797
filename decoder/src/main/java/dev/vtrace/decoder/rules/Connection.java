// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.WireEvent;
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
 * @param notes what the session found
 */
public record Connection(
    String file,
    String name,
    String participant,
    Session session,
    List<WireEvent> events,
    List<Diagnostic> notes) {
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
