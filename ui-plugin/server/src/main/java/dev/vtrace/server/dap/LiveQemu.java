// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.server.dap.replay.Replay;
import dev.vtrace.tracer.attach.Attachment;
import dev.vtrace.tracer.attach.LiveLine;
import dev.vtrace.tracer.qmp.QmpTranscript;
import dev.vtrace.tracer.recording.CaptureDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A running QEMU. All that it tells is recorded; whenever it stands still, what was recorded so far
 * is a replay like any other.
 */
final class LiveQemu implements Closeable {
  private final CaptureDirectory capture;
  private final Attachment attachment;
  private boolean stopped;

  /**
   * Attaches.
   *
   * @param live gets what happens, from several threads
   * @throws IOException if it cannot be done; everything is as before then
   */
  LiveQemu(AttachArguments asked, Consumer<LiveLine> live) throws IOException {
    Attachment.Request request = asked.request();
    capture = CaptureDirectory.create(asked.output(), "vtrace dap");
    QmpTranscript transcript =
        new QmpTranscript(
            () -> capture.file("qmp.jsonl", InputRole.QMP, InputKind.QMP.label(), request.name()));
    try {
      attachment = Attachment.open(request, capture, transcript, live);
    } catch (IOException e) {
      capture.close();
      capture.discardIfEmpty();
      throw e;
    }
    live.accept(LiveLine.note("", "recorded in " + capture.path()));
  }

  void stop() throws IOException {
    attachment.qmp().execute("stop", Map.of());
    stopped = true;
  }

  void resume() throws IOException {
    attachment.qmp().execute("cont", Map.of());
    stopped = false;
  }

  boolean isLost() {
    return attachment.isLost();
  }

  /** What was recorded so far. */
  Replay replay() throws IOException {
    return Replay.of(CaptureFolder.open(capture.path()));
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
