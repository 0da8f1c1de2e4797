// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Attempt.Outcome;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/** Finds the migrations that a process took part in, in its trace or in its QMP conversation. */
final class SideReader {
  private final String participant;
  private final List<Side> sides = new ArrayList<>();
  private Side open;

  private SideReader(String participant) {
    this.participant = participant;
  }

  /** What a trace tells; empty if it has no states of migration. Which end it is may be unknown. */
  static List<Side> of(TraceLog log) {
    SideReader reader = new SideReader(log.participant);
    int order = 1;
    for (TraceEvent event : log.events) {
      reader.event(event, log.time(event), order++);
    }
    return reader.sides;
  }

  /** What QMP tells of a participant, or of all if the transcript names nobody. */
  static List<Side> of(List<QmpMessage> messages, String participant, String who) {
    SideReader reader = new SideReader(participant);
    for (QmpMessage message : messages) {
      if (message.who().equals(who)) {
        reader.message(message);
      }
    }
    return reader.sides;
  }

  private Side begin(long timeNs, int order) {
    open = new Side(participant);
    open.beginNs = timeNs;
    open.beginOrder = order;
    sides.add(open);
    return open;
  }

  private void direction(boolean outgoing) {
    if (open != null && !open.known) {
      open.outgoing = outgoing;
      open.known = true;
    }
  }

  private void event(TraceEvent event, long timeNs, int order) {
    String text = event.text();
    switch (event.name()) {
      case "migrate_set_state":
        state(EventWords.last(text), timeNs, order, EventWords.evidence(event));
        break;
      case "migration_socket_outgoing_connected":
      case "migration_set_outgoing_channel":
      case "savevm_state_setup":
      case "qemu_file_put_fd":
        direction(true);
        break;
      case "migration_set_incoming_channel":
      case "migration_socket_incoming_accepted":
      case "qemu_file_get_fd":
        direction(false);
        break;
      case "process_incoming_migration_co_end":
        direction(false);
        if (open != null && EventWords.after(text, "ret=") != 0) {
          open.ends(Outcome.FAILED, timeNs, order, EventWords.evidence(event));
        }
        break;
      case "runstate_set":
        if (text.indexOf("(finish-migrate)") > text.indexOf("new_state")) {
          finishes(timeNs, order);
        }
        break;
      case "vm_state_notify":
        if (text.startsWith("running 0") && text.contains("(finish-migrate)")) {
          finishes(timeNs, order);
        }
        break;
      default:
        break;
    }
  }

  private void finishes(long timeNs, int order) {
    if (open != null && open.finishOrder < 0) {
      open.finishNs = timeNs;
      open.finishOrder = order;
    }
  }

  private void state(String state, long timeNs, int order, Evidence evidence) {
    switch (state) {
      case "setup":
        begin(timeNs, order);
        break;
      case "active":
        if (open != null && open.activeNs < 0) {
          open.activeNs = timeNs;
        }
        break;
      case "pre-switchover":
      case "device":
        // A destination does not enter these.
        direction(true);
        if (open != null && open.stoppedOrder < 0) {
          open.stoppedOrder = order;
        }
        break;
      case "completed":
      case "failed":
      case "cancelled":
      case "cancelling":
        if (open != null) {
          Outcome how =
              state.equals("completed")
                  ? Outcome.COMPLETED
                  : state.equals("failed") ? Outcome.FAILED : Outcome.CANCELLED;
          open.ends(how, timeNs, order, evidence);
        }
        break;
      default:
        break;
    }
  }

  private void message(QmpMessage message) {
    long time = message.emittedNs();
    String name = message.name();
    if (message.kind() == QmpMessage.Kind.COMMAND) {
      if (name.equals("migrate") || name.equals("migrate-incoming")) {
        begin(message.timeNs(), -1);
        direction(name.equals("migrate"));
      }
      return;
    }
    if (open == null) {
      return;
    }
    if (message.kind() == QmpMessage.Kind.EVENT) {
      if (name.equals("MIGRATION")) {
        String status = message.value("data.status");
        told(status, time, Evidence.of(message.span(), "MIGRATION " + status));
      } else if (name.equals("STOP") && open.outgoing && open.finishNs < 0 && open.open()) {
        open.finishNs = time;
      } else if (name.equals("RESUME") && !open.outgoing && open.resumeNs < 0) {
        open.resumeNs = time;
      }
    } else if (name.equals("query-migrate") && message.kind() == QmpMessage.Kind.REPLY) {
      String status = message.value("return.status");
      if (open.open()) {
        told(status, time, Evidence.of(message.span(), "query-migrate: " + status));
      }
    }
  }

  private void told(String status, long time, Evidence evidence) {
    if (status != null && !status.equals("setup")) {
      state(status, time, -1, evidence);
    }
  }
}
