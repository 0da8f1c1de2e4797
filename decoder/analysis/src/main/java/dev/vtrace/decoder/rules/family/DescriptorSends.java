// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.QMP;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_DESCRIPTORS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_LOG;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Why descriptors could not be put into a migration stream. The event {@code qemu_file_put_fd} has
 * the same status for all reasons, so others tell: the descriptor itself (-1 is one that is not
 * open), the lines of the log, the address that QMP was given. Where none tells, that is said.
 */
public final class DescriptorSends {
  private static final int SHOWN = 3;

  public static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.CHANNEL_WITHOUT_FDS, Rank.CAUSE, DescriptorSends::channel)
              .by(SOURCE_LOG)
              .by(SOURCE_DESCRIPTORS, QMP),
          Rule.run(Code.FD_CLOSED_BEFORE_SAVE, Rank.CAUSE, DescriptorSends::closed)
              .by(SOURCE_DESCRIPTORS),
          Rule.run(Code.FD_NOT_SENT, Rank.CONSEQUENCE, DescriptorSends::unknown)
              .by(SOURCE_DESCRIPTORS));

  private DescriptorSends() {}

  private static void channel(CheckedRun run, ProblemCollector report) {
    List<Evidence> addresses = new ArrayList<>();
    String uri = withoutDescriptors(run, addresses);
    for (ProcessLog log : run.logs()) {
      List<Evidence> said = refusals(log);
      List<TraceEvent> failed = failed(log, false);
      if (said.isEmpty() && (failed.isEmpty() || uri.isEmpty() || otherwise(log))) {
        continue;
      }
      long time = failed.isEmpty() ? firstTime(log) : log.time(failed.get(0));
      List<Evidence> evidence = new ArrayList<>(uri.isEmpty() ? List.of() : addresses);
      List<Evidence> own = new ArrayList<>(said);
      failed.forEach(event -> own.add(EvidencePlaces.of(event)));
      evidence.addAll(own.subList(0, Math.min(SHOWN, own.size())));
      String over = uri.isEmpty() ? "" : ": it goes over " + uri;
      report.add(
          log.participant(),
          time,
          "the migration channel cannot pass descriptors" + over,
          evidence);
    }
  }

  private static void closed(CheckedRun run, ProblemCollector report) {
    for (ProcessLog log : run.logs()) {
      List<TraceEvent> failed = failed(log, true);
      if (!failed.isEmpty()) {
        report.add(
            log.participant(),
            log.time(failed.get(0)),
            "QEMU tried to hand over a descriptor that is not open (-1)"
                + (failed.size() == 1 ? "" : ", " + failed.size() + " times"),
            first(failed));
      }
    }
  }

  private static void unknown(CheckedRun run, ProblemCollector report) {
    String uri = withoutDescriptors(run, new ArrayList<>());
    for (ProcessLog log : run.logs()) {
      List<TraceEvent> failed = failed(log, false);
      boolean known = !refusals(log).isEmpty() || !uri.isEmpty() && !otherwise(log);
      if (!failed.isEmpty() && !known) {
        report.add(
            log.participant(),
            log.time(failed.get(0)),
            "a descriptor could not be put into the stream",
            first(failed));
      }
    }
  }

  private static List<Evidence> first(List<TraceEvent> events) {
    return events.stream().limit(SHOWN).map(EvidencePlaces::of).toList();
  }

  /** Descriptors that were not sent: those that are not open, or all others. */
  private static List<TraceEvent> failed(ProcessLog log, boolean notOpen) {
    List<TraceEvent> out = new ArrayList<>();
    for (TraceEvent event : log.events()) {
      boolean failed = event.is(Event.DESCRIPTOR_SENT) && event.number("ret", 0) < 0;
      if (failed && (event.number("fd", 0) == -1) == notOpen) {
        out.add(event);
      }
    }
    return out;
  }

  /** Lines that say that the channel is of a kind that passes none. */
  private static List<Evidence> refusals(ProcessLog log) {
    List<Evidence> out = new ArrayList<>();
    for (LogLine line : log.lines()) {
      if (refuses(line.text())) {
        out.add(EvidencePlaces.of(line));
      }
    }
    return out;
  }

  private static boolean refuses(String text) {
    return text.contains("does not support file descriptor passing")
        || text.contains("does not support fd passing");
  }

  private static long firstTime(ProcessLog log) {
    for (LogLine line : log.lines()) {
      if (refuses(line.text())) {
        return line.timeNs();
      }
    }
    return -1;
  }

  /** Whether the log gives a reason that has nothing to do with the kind of the channel. */
  private static boolean otherwise(ProcessLog log) {
    for (LogLine line : log.lines()) {
      if (line.text().contains("Unable to write to socket: ")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The address of a migration over a channel that passes no descriptors; empty if one goes over
   * another channel, or none is known.
   */
  private static String withoutDescriptors(CheckedRun run, List<Evidence> evidence) {
    String uri = "";
    for (QmpMessage message : run.qmp()) {
      String given = message.name().equals("migrate") ? message.value("arguments.uri") : null;
      if (given == null) {
        continue;
      }
      if (given.startsWith("unix:") || given.startsWith("fd:")) {
        return "";
      }
      uri = given;
      evidence.add(EvidencePlaces.of(message, given));
    }
    return uri;
  }
}
