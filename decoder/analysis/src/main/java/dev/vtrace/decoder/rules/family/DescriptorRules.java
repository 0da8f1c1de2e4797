// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_DESCRIPTORS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_LOG;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_DESCRIPTORS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.STREAM;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.STREAM_DESCRIPTORS;
import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.rules.model.StreamFacts;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Descriptors that travel with a migration stream. Source: migration/qemu-file.c of QEMU 10.2.2
 * (qemu_file_put_fd, qemu_file_get_fd, and what qemu_fclose says of those nobody took).
 */
public final class DescriptorRules {
  public static final List<Rule> TABLE =
      List.of(
          Rule.said(Code.FD_NOT_CLAIMED, Rank.CONSEQUENCE, DESTINATION_LOG),
          Rule.attempt(Code.FD_SIDES_DISAGREE, Rank.CONSEQUENCE, DescriptorRules::sides)
              .by(SOURCE_DESCRIPTORS, DESTINATION_DESCRIPTORS),
          Rule.attempt(Code.FD_CLAIMED_TWICE, Rank.FAULT, DescriptorRules::twice)
              .by(DESTINATION_DESCRIPTORS),
          Rule.run(Code.FD_STANDARD, Rank.FAULT, DescriptorRules::standard).by(SOURCE_DESCRIPTORS),
          Rule.run(Code.FD_FIELD_KIND, Rank.FAULT, DescriptorRules::fieldKind)
              .by(STREAM, STREAM_DESCRIPTORS));

  private DescriptorRules() {}

  private static void sides(AttemptFacts attempt, ProblemCollector report) {
    ProcessLog destination = attempt.log(attempt.destination());
    boolean whole = isWhole(attempt, attempt.source()) && isWhole(attempt, attempt.destination());
    if (!whole || destination == null || destination.dropped()) {
      return;
    }
    List<TraceEvent> put = passed(attempt.events(attempt.source()), Event.DESCRIPTOR_SENT);
    List<TraceEvent> got = passed(attempt.events(attempt.destination()), Event.DESCRIPTOR_TAKEN);
    // Without these events there may be the descriptors all the same.
    if (put.size() != got.size() && !put.isEmpty() && !got.isEmpty()) {
      report.add(
          "",
          -1,
          put.size() + " descriptors were sent, the destination took " + got.size(),
          List.of(
              EvidencePlaces.of(put.get(put.size() - 1)),
              EvidencePlaces.of(got.get(got.size() - 1))));
    }
  }

  /** Whether a log has the beginning and the end of it, so that nothing of it is cut off. */
  private static boolean isWhole(AttemptFacts attempt, String participant) {
    boolean begins = false;
    boolean ends = false;
    for (TraceEvent event : attempt.events(participant)) {
      String state = event.is(Event.MIGRATION_STATE) ? event.string("new_state") : "";
      begins |= state.equals("setup");
      ends |= state.equals("completed") || state.equals("failed") || state.equals("cancelled");
    }
    return begins && ends;
  }

  private static List<TraceEvent> passed(List<TraceEvent> events, Event row) {
    return events.stream()
        .filter(event -> event.is(row))
        .filter(event -> event.number("ret", 0) >= 0 && event.number("fd", 0) >= 0)
        .toList();
  }

  private static void twice(AttemptFacts attempt, ProblemCollector report) {
    String who = attempt.destination();
    Map<Integer, TraceEvent> claimed = new LinkedHashMap<>();
    for (TraceEvent event : attempt.events(who)) {
      if (event.is(Event.MIGRATION_CLEANUP)) {
        claimed.clear();
      }
      int fd = event.is(Event.DESCRIPTOR_TAKEN) ? (int) event.number("fd", -1) : -1;
      TraceEvent first = fd < 0 ? null : claimed.put(fd, event);
      if (first != null) {
        report.add(
            who,
            requireNonNull(attempt.log(who)).time(event),
            "descriptor " + fd + " is taken by two fields",
            List.of(EvidencePlaces.of(event), EvidencePlaces.of(first)));
      }
    }
  }

  private static void standard(CheckedRun run, ProblemCollector report) {
    for (ProcessLog log : run.logs()) {
      for (TraceEvent event : log.events()) {
        long fd = event.is(Event.DESCRIPTOR_SENT) ? event.number("fd", -1) : -1;
        if (fd >= 0 && fd <= 2) {
          report.add(
              log.participant(),
              log.time(event),
              "descriptor " + fd + " is handed over, which is a standard stream of the process",
              EvidencePlaces.of(event));
        }
      }
    }
  }

  private static void fieldKind(CheckedRun run, ProblemCollector report) {
    for (StreamFacts stream : run.streams()) {
      for (StreamDescriptor fd : stream.summary().descriptors()) {
        String wanted = wanted(fd.path());
        boolean known =
            fd.kind().equals("eventfd")
                || fd.kind().contains("socket")
                || fd.kind().equals("memfd");
        if (known && !wanted.isEmpty() && !fd.kind().contains(wanted)) {
          report.add(
              fd.path(),
              -1,
              "the descriptor is of kind " + fd.kind() + ", the field takes " + wanted,
              EvidencePlaces.at(stream.file(), fd.offset(), "descriptor " + fd.index()));
        }
      }
    }
  }

  private static String wanted(String path) {
    if (path.contains("notifier")) {
      return "eventfd";
    }
    return path.contains("backend-transfer-char") || path.endsWith("backend_fd") ? "socket" : "";
  }
}
