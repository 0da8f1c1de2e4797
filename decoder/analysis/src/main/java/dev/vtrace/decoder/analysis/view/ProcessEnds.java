// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.view;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When processes ended, by the SHUTDOWN event of QMP. Its reason tells whether the process itself
 * ends: a guest that shuts down may leave a QEMU that waits. Source: qapi/run-state.json of QEMU
 * 7.2 to 11.1.
 */
public final class ProcessEnds {
  private static final Set<String> REASONS = Set.of("host-qmp-quit", "host-signal");

  private ProcessEnds() {}

  /**
   * Ends in nanoseconds since the epoch, by participant; of those that are not known to have ended
   * there is none.
   *
   * @param qmp all transcripts, each in its order
   * @param names what QMP calls each participant that it does not call by its name
   */
  public static Map<String, Long> of(List<QmpMessage> qmp, Map<String, String> names) {
    Map<String, String> participants = new HashMap<>();
    names.forEach((participant, monitor) -> participants.put(monitor, participant));
    Map<String, Long> out = new HashMap<>();
    for (QmpMessage message : qmp) {
      String who = participants.getOrDefault(message.who(), message.who());
      if (message.kind() == QmpMessageKind.GREETING) {
        out.remove(who);
      } else if (ends(message) && message.emittedNs() >= 0) {
        out.put(who, message.emittedNs());
      }
    }
    return out;
  }

  private static boolean ends(QmpMessage message) {
    String reason = message.value("data.reason");
    return message.kind() == QmpMessageKind.EVENT
        && message.name().equals("SHUTDOWN")
        && reason != null
        && REASONS.contains(reason);
  }
}
