// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Operation.Step;
import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What each process sent for a migration outside of starts and stops: when it connected to a
 * back-end, and when it switched dirty logging on.
 */
final class Outside {
  private final Set<Sent> sent = new HashSet<>();

  private record Sent(String participant, String device, Step step, Request request) {}

  private Outside() {}

  static Outside of(List<Frame> frames) {
    Outside outside = new Outside();
    for (Frame frame : frames) {
      Step step =
          frame.kind == Kind.CONNECT
              ? Step.CONNECT
              : frame.kind == Kind.LOG_START ? Step.LOGGING : null;
      for (Hit hit : step == null ? List.<Hit>of() : frame.hits) {
        outside.sent.add(new Sent(frame.participant, frame.device, step, hit.request));
      }
    }
    return outside;
  }

  /** Whether the process of a window sent it, at any time. */
  boolean sent(Frame frame, OperationRow row) {
    return sent.contains(new Sent(frame.participant, frame.device, row.step, row.request));
  }
}
