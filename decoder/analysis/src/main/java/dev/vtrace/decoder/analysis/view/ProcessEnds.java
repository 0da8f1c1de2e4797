// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.view;

import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.Speaker;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When processes ended: by the SHUTDOWN event of QMP, whose reason tells whether the process itself
 * ends, as a guest that shuts down may leave a QEMU that waits; by QEMU's line about the signal
 * that ended it; and by that of libvirt about a QEMU that it no longer runs. Sources:
 * qapi/run-state.json and system/runstate.c of QEMU 7.2 to 11.1, logs of libvirt 4 to 11.
 */
public final class ProcessEnds {
  private static final Set<String> REASONS = Set.of("host-qmp-quit", "host-signal");

  /** A process that ends still stops its devices; what comes later is of another process. */
  private static final long ENDING_NS = 10_000_000_000L;

  private ProcessEnds() {}

  /**
   * Ends in nanoseconds since the epoch, by participant; of those that are not known to have ended
   * there is none.
   *
   * @param names what QMP calls each participant that it does not call by its name
   */
  public static Map<String, Long> of(CollectedEvidence collected, Map<String, String> names) {
    Map<String, Long> out = new HashMap<>();
    monitors(collected.qmp, names, out);
    collected.logs.forEach(
        (participant, logs) -> {
          for (TraceLog log : logs) {
            long end = log.clock.placed() ? end(log) : -1;
            if (end >= 0) {
              out.merge(participant, end, Math::max);
            }
          }
        });
    collected.logs.forEach(
        (participant, logs) -> logs.forEach(log -> goesOn(participant, log, out)));
    return out;
  }

  private static void monitors(
      List<QmpMessage> qmp, Map<String, String> names, Map<String, Long> out) {
    Map<String, String> participants = new HashMap<>();
    names.forEach((participant, monitor) -> participants.put(monitor, participant));
    for (QmpMessage message : qmp) {
      String who = participants.getOrDefault(message.who(), message.who());
      if (message.kind() == QmpMessageKind.GREETING) {
        out.remove(who);
      } else if (ends(message) && message.emittedNs() >= 0) {
        out.put(who, message.emittedNs());
      }
    }
  }

  private static boolean ends(QmpMessage message) {
    String reason = message.value("data.reason");
    return message.kind() == QmpMessageKind.EVENT
        && message.name().equals("SHUTDOWN")
        && reason != null
        && REASONS.contains(reason);
  }

  /** The last line of a log that reports the end, unless the VM was started again after it. */
  private static long end(TraceLog log) {
    long end = -1;
    for (LogLine line : log.lines) {
      if (line.timeNs() < 0) {
        continue;
      }
      if (line.text().contains("starting up libvirt version: ")) {
        end = -1;
      } else if (tells(line)) {
        end = line.timeNs() + log.clock.offsetNs();
      }
    }
    return end;
  }

  private static boolean tells(LogLine line) {
    String text = line.text();
    if (!text.contains("terminating on signal") && !text.contains("shutting down, reason=")) {
      return false;
    }
    Utterance utterance = Utterance.of(text);
    if (utterance.speaker() == Speaker.LIBVIRT) {
      return true;
    }
    for (MessageMatch told : utterance.read(false)) {
      if (told.row().code() == Code.QEMU_ENDED && told.start() == 0) {
        return true;
      }
    }
    return false;
  }

  /** What a process did while it ended belongs to it; one that goes on has not ended. */
  private static void goesOn(String participant, TraceLog log, Map<String, Long> ends) {
    Long end = ends.get(participant);
    TraceEvent event = log.events.isEmpty() ? null : log.events.get(log.events.size() - 1);
    long last = event == null ? -1 : log.time(event);
    if (end != null && last > end + ENDING_NS) {
      ends.remove(participant);
    } else if (end != null && last > end) {
      ends.put(participant, last);
    }
  }
}
