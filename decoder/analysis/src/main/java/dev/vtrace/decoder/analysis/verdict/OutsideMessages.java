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
  public static OutsideMessages of(List<WindowBuilder> windows, EventsOn on) {
    OutsideMessages outside = new OutsideMessages();
    Set<String> whole = new HashSet<>();
    for (WindowBuilder window : windows) {
      if (window.born && on.surely(window.participant, Event.MESSAGE_SENT)) {
        whole.add(window.participant);
      }
    }
    for (WindowBuilder window : windows) {
      OperationStep step =
          window.kind == WindowKind.CONNECT
              ? OperationStep.CONNECT
              : window.kind == WindowKind.LOG_START ? OperationStep.LOGGING : null;
      for (JoinedRequest request : step == null ? List.<JoinedRequest>of() : window.requests) {
        boolean others = request.trace == null && whole.contains(window.participant);
        if (others) {
          continue;
        }
        outside.sent.add(new SentOutside(window.participant, window.device, step, request.request));
      }
    }
    return outside;
  }

  /** Whether the process of a window sent it, at any time. */
  boolean sent(WindowBuilder window, OperationRow row) {
    return sent.contains(new SentOutside(window.participant, window.device, row.step, row.request));
  }
}
