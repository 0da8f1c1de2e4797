// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.BACKEND_LOG;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_LOG;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_STATES;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.QMP;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_LOG;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_STATES;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.rules.model.UnequalValue;
import dev.vtrace.decoder.trace.LogLine;
import java.util.List;

/**
 * What QEMU and back-ends say themselves. What one line says stands in the table of messages; here
 * is what takes more than one. Within a rank, what stands first is nearer to the cause.
 */
public final class LogRules {
  public static final List<Rule> TABLE =
      List.of(
          Rule.said(Code.CONFIG_SPACE_DIFFERS, Rank.CAUSE, DESTINATION_LOG),
          Rule.run(Code.FIELD_DIFFERS, Rank.CAUSE, LogRules::notEqual).by(DESTINATION_LOG),
          Rule.said(Code.GUEST_FEATURES_MISSING, Rank.CAUSE, DESTINATION_LOG),
          Rule.said(Code.QUEUE_SIZE_DIFFERS, Rank.CAUSE, DESTINATION_LOG),
          Rule.said(Code.DEVICE_MISSING, Rank.CAUSE, DESTINATION_LOG),
          Rule.said(Code.STATE_VERSION, Rank.CAUSE, DESTINATION_LOG),
          Rule.said(Code.MACHINES_DIFFER, Rank.CAUSE, DESTINATION_LOG),
          Rule.said(Code.MEMORY_DIFFERS, Rank.CAUSE, DESTINATION_LOG),
          Rule.said(Code.DEVICE_STATE_REFUSED, Rank.CAUSE, DESTINATION_LOG),
          Rule.said(Code.MIGRATION_BLOCKED, Rank.CAUSE, SOURCE_LOG),
          Rule.said(Code.CONNECT_FAILED, Rank.CAUSE),
          Rule.said(Code.TLS_FAILED, Rank.CAUSE),
          Rule.said(Code.DEVICE_NOT_CREATED, Rank.CAUSE),
          Rule.said(Code.MEMORY_SLOTS_FULL, Rank.CAUSE),
          Rule.said(Code.BACKEND_PANIC, Rank.CAUSE, BACKEND_LOG),
          Rule.said(Code.BACKEND_MEMORY_FAILED, Rank.FAULT, BACKEND_LOG),
          Rule.said(Code.BACKEND_REFUSED, Rank.FAULT, BACKEND_LOG),
          Rule.said(Code.BACKEND_STATE_FAILED, Rank.FAULT),
          Rule.said(Code.DMA_MAPPING_FAILED, Rank.FAULT),
          Rule.said(Code.VDPA_FAILED, Rank.FAULT),
          Rule.said(Code.VHOST_REPLY_WRONG, Rank.FAULT),
          Rule.said(Code.DIRTY_LOG_FAILED, Rank.FAULT, SOURCE_LOG),
          Rule.said(Code.RING_INCONSISTENT, Rank.FAULT, DESTINATION_LOG),
          Rule.said(Code.SECTION_MISREAD, Rank.FAULT, DESTINATION_LOG),
          Rule.said(Code.STREAM_REFUSED, Rank.FAULT),
          Rule.said(Code.MULTIFD_FAILED, Rank.FAULT),
          Rule.said(Code.POSTCOPY_FAILED, Rank.FAULT),
          Rule.said(Code.COLO_FAILED, Rank.FAULT),
          Rule.said(Code.SNAPSHOT_FAILED, Rank.FAULT),
          Rule.said(Code.DISK_NOT_HANDED_OVER, Rank.FAULT),
          Rule.said(Code.RUN_STATE_REFUSED, Rank.FAULT),
          Rule.said(Code.RING_NOT_SAVED, Rank.FAULT),
          Rule.said(Code.QEMU_CRASHED, Rank.FAULT),
          Rule.said(Code.BACKEND_REPORTED, Rank.FAULT, BACKEND_LOG),
          Rule.said(Code.QEMU_REPORTED, Rank.FAULT),
          Rule.said(Code.LOAD_HOOK_FAILED, Rank.CONSEQUENCE, DESTINATION_LOG),
          Rule.said(Code.LOAD_FIELD_FAILED, Rank.CONSEQUENCE, DESTINATION_LOG),
          Rule.said(Code.SAVE_FAILED, Rank.CONSEQUENCE, SOURCE_LOG),
          Rule.said(Code.BACKEND_UNREACHABLE, Rank.CONSEQUENCE),
          Rule.said(Code.VHOST_REQUEST_FAILED, Rank.CONSEQUENCE),
          Rule.said(Code.VHOST_START_FAILED, Rank.CONSEQUENCE),
          Rule.said(Code.SOCKET_FAILED, Rank.CONSEQUENCE),
          Rule.said(Code.QEMU_ABORTED, Rank.CONSEQUENCE),
          Rule.said(Code.CHANNEL_ERROR, Rank.CONSEQUENCE),
          Rule.run(Code.MIGRATION_FAILED, Rank.CONSEQUENCE, Failures::report)
              .by(SOURCE_STATES, DESTINATION_STATES)
              .by(DESTINATION_LOG)
              .by(QMP),
          Rule.said(Code.SIBLING_FAILED, Rank.CONSEQUENCE, SOURCE_LOG),
          Rule.said(Code.VM_ENDED, Rank.CONSEQUENCE),
          Rule.said(Code.BACKEND_SAW_CLOSE, Rank.NOTE, BACKEND_LOG),
          Rule.said(Code.QEMU_ENDED, Rank.NOTE));

  private LogRules() {}

  private static void notEqual(CheckedRun run, ProblemCollector report) {
    for (ProcessLog log : run.logs()) {
      List<LogLine> lines = log.lines();
      for (int i = 0; i + 1 < lines.size(); i++) {
        long[] two = UnequalValue.numbers(lines.get(i).text());
        String next = lines.get(i + 1).text();
        int at = next.indexOf("equal for ");
        if (two != null && at >= 0 && !next.contains("equal for nvqs")) {
          report.add(
              log.participant(),
              lines.get(i).timeNs(),
              word(next, at + 10)
                  + " must be equal: the source has "
                  + two[1]
                  + ", the destination "
                  + two[0],
              List.of(EvidencePlaces.of(lines.get(i)), EvidencePlaces.of(lines.get(i + 1))));
        }
      }
    }
  }

  private static String word(String line, int start) {
    int end = start;
    while (end < line.length() && " ,:".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    return line.substring(start, end);
  }
}
