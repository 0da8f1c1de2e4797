// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import com.google.gson.JsonObject;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.tracer.attach.LiveLine;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.BreakpointEventArguments;
import org.eclipse.lsp4j.debug.ContinuedEventArguments;
import org.eclipse.lsp4j.debug.OutputEventArguments;
import org.eclipse.lsp4j.debug.OutputEventArgumentsCategory;
import org.eclipse.lsp4j.debug.ProgressEndEventArguments;
import org.eclipse.lsp4j.debug.ProgressStartEventArguments;
import org.eclipse.lsp4j.debug.ProgressUpdateEventArguments;
import org.eclipse.lsp4j.debug.StoppedEventArguments;
import org.eclipse.lsp4j.debug.TerminatedEventArguments;

/** What the client is told without having asked. */
record Client(VtraceDebugClient remote, AtomicBoolean showsProgress) {
  Client(VtraceDebugClient remote) {
    this(remote, new AtomicBoolean());
  }

  /** It may set its breakpoints. */
  void initialized() {
    remote.initialized();
  }

  void stopped(Stop stop) {
    StoppedEventArguments event = new StoppedEventArguments();
    event.setReason(stop.reason());
    event.setDescription(stop.description());
    event.setText(stop.text());
    event.setThreadId(stop.track());
    event.setAllThreadsStopped(true);
    event.setHitBreakpointIds(stop.hits().toArray(Integer[]::new));
    remote.stopped(event);
  }

  /** Where it stopped. */
  void position(JsonObject position) {
    remote.position(position);
  }

  void continued() {
    ContinuedEventArguments event = new ContinuedEventArguments();
    event.setThreadId(1);
    event.setAllThreadsContinued(true);
    remote.continued(event);
  }

  void terminated() {
    remote.terminated(new TerminatedEventArguments());
  }

  /** Breakpoints are where they had not been before. */
  void changed(List<Breakpoint> breakpoints) {
    for (Breakpoint each : breakpoints) {
      BreakpointEventArguments event = new BreakpointEventArguments();
      event.setReason("changed");
      event.setBreakpoint(each);
      remote.breakpoint(event);
    }
  }

  /** A log point at a step has something to say. */
  void log(DebugSession session, ReplayStep step, String text) {
    OutputEventArguments event = new OutputEventArguments();
    event.setCategory(OutputEventArgumentsCategory.CONSOLE);
    event.setOutput(text + "\n");
    int line = session.sources.line(step.evidence());
    if (line > 0) {
      event.setSource(session.sources.source(step.evidence()));
      event.setLine(session.lines.out(line));
    }
    remote.output(event);
  }

  /** Something that a client may want to know. */
  void say(String text) {
    OutputEventArguments event = new OutputEventArguments();
    event.setCategory(OutputEventArgumentsCategory.CONSOLE);
    event.setOutput(text + "\n");
    remote.output(event);
  }

  /** Something happens in a QEMU that is attached to. */
  void happened(LiveLine line) {
    OutputEventArguments event = new OutputEventArguments();
    boolean note = line.kind() == LiveLine.LiveLineKind.NOTE;
    event.setCategory(
        note ? OutputEventArgumentsCategory.IMPORTANT : OutputEventArgumentsCategory.CONSOLE);
    event.setOutput(line.text() + "\n");
    remote.output(event);
  }

  /** Why something does not work that nobody is waiting for. */
  void failed(Throwable e) {
    happened(LiveLine.note("", Answers.error(e).getMessage()));
  }

  /** Work for a request begins that the client can cancel. */
  void progress(String id, int request, String title) {
    if (showsProgress.get()) {
      ProgressStartEventArguments event = new ProgressStartEventArguments();
      event.setProgressId(id);
      event.setRequestId(request);
      event.setTitle(title);
      event.setCancellable(true);
      remote.progressStart(event);
    }
  }

  /** What it is at. */
  void progress(String id, String message) {
    if (showsProgress.get()) {
      ProgressUpdateEventArguments event = new ProgressUpdateEventArguments();
      event.setProgressId(id);
      event.setMessage(message);
      remote.progressUpdate(event);
    }
  }

  void progressEnd(String id) {
    if (showsProgress.get()) {
      ProgressEndEventArguments event = new ProgressEndEventArguments();
      event.setProgressId(id);
      remote.progressEnd(event);
    }
  }
}
