// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a connection can be judged: all messages before the first one that is not recorded whole.
 * After it nobody knows what was agreed on or how a ring is set up, and what looks wrong may be the
 * recording.
 */
final class CompleteMessages {
  private CompleteMessages() {}

  static List<Connection> of(List<Connection> connections) {
    List<Connection> out = new ArrayList<>();
    for (Connection connection : connections) {
      int cut = cut(connection.session().steps());
      out.add(cut < 0 ? connection : before(connection, cut));
    }
    return List.copyOf(out);
  }

  private static int cut(List<SessionStep> steps) {
    for (SessionStep step : steps) {
      Message message = step.message();
      if (message.payload().length < message.size()) {
        return step.number();
      }
    }
    return -1;
  }

  private static Connection before(Connection whole, int cut) {
    List<Diagnostic> notes = new ArrayList<>();
    Session session = new Session(notes::add);
    for (SessionStep step : whole.session().steps().subList(0, cut)) {
      session.add(step.message());
    }
    return new Connection(
        whole.file(),
        whole.name(),
        whole.participant(),
        whole.seenBy(),
        session,
        List.of(),
        whole.turns(),
        whole.gaps(),
        notes,
        List.of());
  }
}
