// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.attempt;

import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the migrations that a process took part in, in its trace or in its QMP conversation. */
public final class ReportedMigrationReader {
  /** The run state in which a source writes what is left. */
  private static final String FINISH = "finish-migrate";

  private final String participant;
  private final List<ReportedMigration> sides = new ArrayList<>();
  private @Nullable ReportedMigration open;

  /** The one before it. */
  private @Nullable ReportedMigration before;

  /** Whether QEMU has reported a state of it. */
  private boolean begun;

  /** Whether a migration had begun before the log did. */
  private boolean headless;

  /** When the log begins. */
  private long firstNs = -1;

  /** The migration that had begun before the log did. */
  private final ReportedMigration first;

  private ReportedMigrationReader(String participant) {
    this.participant = participant;
    this.first = new ReportedMigration(participant);
  }

  /**
   * What is reported about migrations.
   *
   * @param sides empty if nothing is; which end one is may be unknown
   * @param whole whether there were no others, as far as the evidence reaches
   * @param first the migration that had begun before the log did, where the log has its end; else
   *     null
   */
  public record ReportedMigrations(
      List<ReportedMigration> sides, boolean whole, @Nullable ReportedMigration first) {
    public static final ReportedMigrations NOTHING = new ReportedMigrations(List.of(), true, null);
  }

  /** What a trace tells. */
  public static ReportedMigrations of(TraceLog log) {
    ReportedMigrationReader reader = new ReportedMigrationReader(log.participant);
    int order = 1;
    for (TraceEvent event : log.events) {
      long time = log.time(event);
      reader.firstNs = reader.firstNs < 0 ? time : reader.firstNs;
      reader.event(event, time, order++);
    }
    ReportedMigration first = reader.first.open() || reader.firstNs < 0 ? null : reader.first;
    return new ReportedMigrations(reader.sides, !reader.headless, first);
  }

  /** What QMP reports for a participant, in order. */
  public static List<ReportedMigration> of(List<QmpMessage> messages, String participant) {
    ReportedMigrationReader reader = new ReportedMigrationReader(participant);
    messages.forEach(reader::message);
    return reader.sides;
  }

  /** A load that lines say failed, where nothing else shows it. */
  public static ReportedMigration failedLoad(String participant, LogLine line) {
    ReportedMigration reported = new ReportedMigration(participant);
    reported.known = true;
    reported.ends(AttemptOutcome.FAILED, line.timeNs(), -1, Evidence.of(line.span(), line.text()));
    return reported;
  }

  /**
   * The migrations that libvirt began, where nothing else shows them. After one it ends the source;
   * how one ended that it did not is not known. Source: the log that libvirt keeps of each QEMU
   * ({@code initiating migration}, {@code shutting down, reason=migrated}).
   */
  public static List<ReportedMigration> ofLibvirt(String participant, List<LogLine> lines) {
    List<ReportedMigration> out = new ArrayList<>();
    ReportedMigration open = null;
    for (LogLine line : lines) {
      boolean begins = line.text().endsWith("initiating migration");
      boolean migrated = line.text().endsWith("shutting down, reason=migrated");
      if (begins || migrated && open == null) {
        if (open != null) {
          open.endNs = line.timeNs();
        }
        open = new ReportedMigration(participant);
        open.known = true;
        open.outgoing = true;
        open.beginNs = begins ? line.timeNs() : -1;
        out.add(open);
      }
      if (migrated && open != null) {
        Evidence place = Evidence.of(line.span(), line.text());
        open.ends(AttemptOutcome.COMPLETED, line.timeNs(), -1, place);
        open = null;
      }
    }
    return out;
  }

  private void begin(long timeNs, int order) {
    before = open;
    begun = false;
    open = new ReportedMigration(participant);
    open.beginNs = timeNs;
    open.beginOrder = order;
    sides.add(open);
  }

  private void direction(boolean outgoing) {
    headless |= open == null;
    ReportedMigration which = open == null ? first : open;
    if (!which.known) {
      which.outgoing = outgoing;
      which.known = true;
    }
  }

  private void event(TraceEvent event, long timeNs, int order) {
    if (event.known() == null) {
      return;
    }
    switch (event.known()) {
      case MIGRATION_STATE -> state(event.string("new_state"), timeNs, order, Evidence.of(event));
      case OUTGOING_CONNECTED, OUTGOING_CHANNEL, STREAM_SETUP, DESCRIPTOR_SENT -> direction(true);
      case INCOMING_CHANNEL, INCOMING_ACCEPTED, DESCRIPTOR_TAKEN -> direction(false);
      case INCOMING_END -> {
        direction(false);
        // In postcopy a loading that went well ends with 1 (migration/savevm.c, "LOADVM_QUIT").
        if (open != null && event.number("ret", 0) < 0) {
          open.ends(AttemptOutcome.FAILED, timeNs, order, Evidence.of(event));
        }
      }
      case RUN_STATE -> {
        if (event.string("new_state_str").equals(FINISH)) {
          finishes(timeNs, order);
        }
      }
      case VM_STATE -> {
        boolean stops = event.number("running", -1) == 0;
        if (stops && event.string("reason_str").equals(FINISH)) {
          finishes(timeNs, order);
        }
      }
      default -> {}
    }
  }

  private void finishes(long timeNs, int order) {
    if (open != null && open.finishOrder < 0) {
      open.finishNs = timeNs;
      open.finishOrder = order;
    }
  }

  private void state(String state, long timeNs, int order, Evidence evidence) {
    headless |= open == null && !state.equals("setup") && !state.equals("none");
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
        ReportedMigration which = open == null ? first : open;
        // What follows its end is of another one, whose beginning is not in the log either.
        if (open != null || first.open() || first.outcome == AttemptOutcome.CANCELLED) {
          AttemptOutcome how =
              state.equals("completed")
                  ? AttemptOutcome.COMPLETED
                  : state.equals("failed") ? AttemptOutcome.FAILED : AttemptOutcome.CANCELLED;
          which.seenNs = open == null ? firstNs : -1;
          which.ends(how, timeNs, order, evidence);
        }
        break;
      default:
        break;
    }
  }

  private void message(QmpMessage message) {
    long time = message.emittedNs();
    String name = message.name();
    if (message.kind() == QmpMessage.QmpMessageKind.COMMAND) {
      if (name.equals("migrate") || name.equals("migrate-incoming")) {
        begin(message.timeNs(), -1);
        direction(name.equals("migrate"));
      }
      return;
    }
    if (open == null) {
      return;
    }
    boolean refused = message.kind() == QmpMessage.QmpMessageKind.ERROR;
    if (refused && (name.equals("migrate") || name.equals("migrate-incoming"))) {
      refused();
    } else if (message.kind() == QmpMessage.QmpMessageKind.EVENT) {
      if (name.equals("MIGRATION")) {
        String status = message.value("data.status");
        report(status, time, Evidence.of(message.span(), "MIGRATION " + status));
      } else if (name.equals("STOP") && open.outgoing && open.finishNs < 0 && open.open()) {
        open.finishNs = time;
      } else if (name.equals("RESUME") && !open.outgoing && open.resumeNs < 0) {
        open.resumeNs = time;
      }
    } else if (name.equals("query-migrate") && message.kind() == QmpMessage.QmpMessageKind.REPLY) {
      String status = message.value("return.status");
      if (open.open()) {
        report(status, time, Evidence.of(message.span(), "query-migrate: " + status));
      }
    }
  }

  /** The command began nothing, unless QEMU has told otherwise; what went on before it goes on. */
  private void refused() {
    if (open != null && open.open() && open.activeNs < 0 && !begun) {
      sides.remove(sides.size() - 1);
      open = before;
      before = null;
    }
  }

  private void report(@Nullable String status, long time, Evidence evidence) {
    begun |= status != null;
    if (status != null && !status.equals("setup")) {
      state(status, time, -1, evidence);
    }
  }
}
