// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.run.AnalysisLimit;
import dev.vtrace.tracer.attach.Attachment;
import dev.vtrace.tracer.attach.LiveLine;
import dev.vtrace.tracer.qmp.QmpTranscript;
import dev.vtrace.tracer.recording.CaptureDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running QEMU. All that it tells is recorded; whenever it stands still, what was recorded so far
 * is a replay like any other.
 */
final class LiveQemu implements Closeable {
  private static final long PATIENCE_MS = 1_000;

  private final CaptureDirectory capture;
  private final Attachment attachment;
  private volatile CountDownLatch paused = new CountDownLatch(1);
  private boolean stopped;

  /**
   * Attaches.
   *
   * @param live gets what happens, from several threads
   * @throws IOException if it cannot be done; everything is as before then
   */
  LiveQemu(AttachArguments asked, Consumer<LiveLine> live) throws IOException {
    Attachment.AttachTarget request = asked.request();
    capture = CaptureDirectory.create(asked.output(), "vtrace dap");
    QmpTranscript transcript = QmpTranscript.in(capture, request.name());
    try {
      attachment = Attachment.open(request, capture, transcript, line -> accept(line, live));
    } catch (IOException e) {
      capture.close();
      capture.discardIfEmpty();
      throw e;
    }
    live.accept(LiveLine.note("", "recorded in " + capture.path()));
  }

  private void accept(LiveLine line, Consumer<LiveLine> live) {
    TraceEvent event = line.event();
    if (event != null
        && event.is(Event.RUN_STATE)
        && event.string("new_state_str").equals("paused")) {
      paused.countDown();
    }
    live.accept(line);
  }

  /** Stops the guest, and waits a little for its log to report that: what is before is read. */
  void stop() throws IOException {
    paused = new CountDownLatch(1);
    attachment.qmp().execute("stop", Map.of());
    stopped = true;
    try {
      // There is no such line if the guest stood still already, or the event is not wanted.
      paused.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void resume() throws IOException {
    attachment.qmp().execute("cont", Map.of());
    stopped = false;
  }

  boolean isLost() {
    return attachment.isLost();
  }

  /** What was recorded so far. */
  MigrationReplay replay() throws IOException {
    Capture run = CaptureFolder.open(capture.path());
    AnalysisLimit.USUAL.check(run, "recording continues, and can be inspected meanwhile");
    return MigrationReplay.of(run, AnalysisLimit.kept(), phase -> {});
  }

  /** Lets it run on as if nobody had been there. */
  @Override
  public void close() throws IOException {
    if (stopped && !isLost()) {
      resume();
    }
    attachment.close();
    capture.close();
  }
}
