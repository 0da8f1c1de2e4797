// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step while it is being found out about. */
final class StepBuilder {
  final Evidence evidence;
  final Detail detail;
  final String name;
  String canonical;

  /** What a trace event is called, null for what is none. */
  @Nullable EventName event;

  String text;
  long timeNs;
  String device = "";
  int queue = -1;
  @Nullable Window window;
  @Nullable Operation operation;
  @Nullable Verdict verdict;
  @Nullable ReplayFrame frame;
  boolean opens;

  /** What was left out directly before it and directly after it. */
  final List<StepBuilder> before = new ArrayList<>();

  final List<StepBuilder> following = new ArrayList<>();

  StepBuilder(Evidence evidence, Detail detail, String name, String text, long timeNs) {
    this.evidence = evidence;
    this.detail = detail;
    this.name = name;
    this.canonical = name;
    this.text = text;
    this.timeNs = timeNs;
  }

  boolean is(Event row) {
    return event != null && event.is(row);
  }

  /** Whether it ends the frame of this name. */
  boolean ends(String frame) {
    return event != null && event.ends() && event.subject().equals(frame);
  }

  void is(Window in, Operation what, boolean shows) {
    window = in;
    operation = what;
    device = in.device();
    queue = what.queue();
    verdict = shows ? what.verdict() : verdict;
  }

  ReplayStep step(int index, int track) {
    return new ReplayStep(
        index, track, timeNs, name, canonical, text, device, queue, window, operation, verdict,
        frame, opens, evidence, detail);
  }
}
