// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.answer;

import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the last migration ended by all that is said, where neither its beginning nor its sides are
 * in evidence: a state in a trace or of QMP, or a line of a program that manages VMs.
 *
 * @param outcome never {@link AttemptOutcome#UNKNOWN}
 * @param place where it is said last
 */
public record ReportedEnd(AttemptOutcome outcome, Evidence place) {
  /** Proxmox writes it, and so may whatever migrates a database. */
  private static final String COMMON = "migration status: completed";

  /** What a log of virtual machines has in other lines. */
  private static final List<String> OF_VMS =
      List.of(" VM ", "VM-state", "qemu", "libvirt", "vhost");

  /** What Proxmox and Nova write; Nova aborts what it, or libvirt, could not complete. */
  private static final Map<String, AttemptOutcome> LINES =
      Map.of(
          COMMON,
          AttemptOutcome.COMPLETED,
          "migration finished successfully (duration ",
          AttemptOutcome.COMPLETED,
          "Migration operation has completed",
          AttemptOutcome.COMPLETED,
          "migration status error: failed",
          AttemptOutcome.FAILED,
          "Migration operation has aborted",
          AttemptOutcome.FAILED);

  /** The end that all who tell of one agree on; null if nobody does, or they do not agree. */
  static @Nullable ReportedEnd last(CheckedRun run) {
    Map<String, ReportedEnd> said = new LinkedHashMap<>();
    for (ProcessLog log : run.logs()) {
      for (TraceEvent event : log.events()) {
        if (event.is(Event.MIGRATION_STATE)) {
          AttemptOutcome outcome = outcome(event.string("new_state"));
          put(said, "event " + log.participant(), outcome, EvidencePlaces.of(event));
        }
      }
      Set<String> ofVms = filesOfVms(log);
      for (LogLine line : log.lines()) {
        AttemptOutcome outcome = ofManager(line.text());
        boolean sure = !line.text().contains(COMMON) || ofVms.contains(line.span().file());
        if (outcome != null && sure) {
          put(said, "line " + line.span().file(), outcome, EvidencePlaces.of(line));
        }
      }
    }
    for (QmpMessage message : run.qmp()) {
      boolean event = message.kind() == QmpMessage.QmpMessageKind.EVENT;
      String status = message.value(event ? "data.status" : "return.status");
      if (status != null && message.name().equals(event ? "MIGRATION" : "query-migrate")) {
        AttemptOutcome outcome = outcome(status);
        put(said, "qmp " + message.who(), outcome, EvidencePlaces.of(message, status));
      }
    }
    List<ReportedEnd> ends = List.copyOf(said.values());
    ReportedEnd last = ends.isEmpty() ? null : ends.get(ends.size() - 1);
    boolean agreed = ends.stream().allMatch(each -> each.outcome == ends.get(0).outcome);
    return agreed && last != null && last.outcome != AttemptOutcome.UNKNOWN ? last : null;
  }

  /** A state that is no end takes the place of the end before it: another migration goes on. */
  private static void put(
      Map<String, ReportedEnd> said, String voice, AttemptOutcome outcome, Evidence place) {
    said.put(voice, new ReportedEnd(outcome, place));
  }

  private static Set<String> filesOfVms(ProcessLog log) {
    Set<String> out = new HashSet<>();
    for (LogLine line : log.lines()) {
      if (OF_VMS.stream().anyMatch(line.text()::contains)) {
        out.add(line.span().file());
      }
    }
    return out;
  }

  private static AttemptOutcome outcome(String state) {
    return switch (state) {
      case "completed" -> AttemptOutcome.COMPLETED;
      case "failed" -> AttemptOutcome.FAILED;
      case "cancelled" -> AttemptOutcome.CANCELLED;
      default -> AttemptOutcome.UNKNOWN;
    };
  }

  private static @Nullable AttemptOutcome ofManager(String text) {
    if (!text.contains("igration ")) {
      return null;
    }
    for (Map.Entry<String, AttemptOutcome> each : LINES.entrySet()) {
      if (text.contains(each.getKey())) {
        return each.getValue();
      }
    }
    return null;
  }
}
