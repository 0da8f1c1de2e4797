// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.evidence.EventsOn;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Operation.OperationStep;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.analysis.operation.OperationRow;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each process sent for a migration outside of starts and stops: when it connected to a
 * back-end, and when it switched dirty logging on.
 */
public final class OutsideMessages {
  private final Set<SentOutside> sent = new HashSet<>();

  private record SentOutside(
      String participant, String device, @Nullable OperationStep step, @Nullable Request request) {}

  private OutsideMessages() {}

  /**
   * @param on which events each log has: what a process whose log has all from the making of its
   *     device on would have traced, somebody else sent
   */
  public static OutsideMessages of(List<WindowBuilder> frames, EventsOn on) {
    OutsideMessages outside = new OutsideMessages();
    Set<String> whole = new HashSet<>();
    for (WindowBuilder frame : frames) {
      if (frame.born && on.surely(frame.participant, Event.MESSAGE_SENT)) {
        whole.add(frame.participant);
      }
    }
    for (WindowBuilder frame : frames) {
      OperationStep step =
          frame.kind == WindowKind.CONNECT
              ? OperationStep.CONNECT
              : frame.kind == WindowKind.LOG_START ? OperationStep.LOGGING : null;
      for (JoinedRequest hit : step == null ? List.<JoinedRequest>of() : frame.hits) {
        boolean others = hit.trace == null && whole.contains(frame.participant);
        if (others) {
          continue;
        }
        outside.sent.add(new SentOutside(frame.participant, frame.device, step, hit.request));
      }
    }
    return outside;
  }

  /** Whether the process of a window sent it, at any time. */
  boolean sent(WindowBuilder frame, OperationRow row) {
    return sent.contains(new SentOutside(frame.participant, frame.device, row.step, row.request));
  }
}
