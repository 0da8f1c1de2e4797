// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_LOG;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.QMP;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.STREAM;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.BadConfigData;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.rules.model.StreamFacts;
import dev.vtrace.decoder.rules.model.UnequalValue;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.vmstate.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Both sides need the same number of queues. Three things tell that they have not: what QMP says of
 * the devices, the check of vhost-dev's nvqs, and, where MSI-X vectors follow the queues, the check
 * of PCI configuration space, which comes first. Source: recorded runs of all three.
 */
public final class QueueCountRules {
  /** The table size lies at this offset in an MSI-X capability (PCI 3.0, 6.8.2). */
  private static final int TABLE_SIZE = 2;

  public static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.QUEUES_DIFFER, Rank.CAUSE, QueueCountRules::queues)
              .by(DESTINATION_LOG)
              .by(QMP),
          Rule.run(Code.VECTORS_DIFFER, Rank.CAUSE, QueueCountRules::vectors)
              .by(DESTINATION_LOG, STREAM));

  private QueueCountRules() {}

  private static void queues(CheckedRun run, ProblemCollector report) {
    MonitorQueueCounts said = new MonitorQueueCounts(run);
    Set<Integer> done = new HashSet<>();
    for (ProcessLog log : run.logs()) {
      List<LogLine> lines = log.lines();
      for (int i = 0; i + 1 < lines.size(); i++) {
        long[] two = UnequalValue.numbers(lines.get(i).text());
        if (two == null || !lines.get(i + 1).text().contains("equal for nvqs")) {
          continue;
        }
        int attempt = report.attemptOf(log.participant(), lines.get(i).timeNs());
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(EvidencePlaces.of(lines.get(i)));
        evidence.add(EvidencePlaces.of(lines.get(i + 1)));
        said.differ(report.attempt(attempt), evidence);
        if (attempt == 0 || done.add(attempt)) {
          String counts = "the source has " + two[1] + ", the destination " + two[0];
          report(report.in(attempt), lines.get(i).timeNs(), counts, evidence);
        }
      }
    }
    for (AttemptFacts attempt : report.attempts()) {
      List<Evidence> evidence = new ArrayList<>();
      String counts = said.differ(attempt, evidence);
      if (!counts.isEmpty() && done.add(attempt.number())) {
        report(report.in(attempt.number()), -1, counts, evidence);
      }
    }
  }

  private static void report(
      ProblemCollector report, long time, String counts, List<Evidence> evidence) {
    report.add("", time, "both sides need as many queues: " + counts, evidence);
  }

  private static void vectors(CheckedRun run, ProblemCollector report) {
    for (ProcessLog log : run.logs()) {
      for (LogLine line : log.lines()) {
        BadConfigData bad = BadConfigData.of(line.text());
        String device = bad == null ? null : device(run, bad);
        if (bad != null && device != null) {
          report.add(
              device,
              line.timeNs(),
              "the device has "
                  + (bad.read() + 1)
                  + " MSI-X vectors on the source, "
                  + (bad.device() + 1)
                  + " on the destination; by default that is one more than it has queues: "
                  + bad.read()
                  + " against "
                  + bad.device(),
              EvidencePlaces.of(line));
        }
      }
    }
  }

  /** The device whose MSI-X table size stands at that place of its configuration space. */
  public static @Nullable String device(CheckedRun run, BadConfigData bad) {
    for (StreamFacts stream : run.streams()) {
      for (VhostDevice device : stream.devices()) {
        VirtioReading reading = stream.reading(device);
        Field config = reading == null ? null : reading.state().child("config");
        Field msix = config == null ? null : config.child("msix");
        if (config != null
            && msix != null
            && msix.offset() - config.offset() + TABLE_SIZE == bad.at()) {
          return device.section();
        }
      }
    }
    return null;
  }
}
