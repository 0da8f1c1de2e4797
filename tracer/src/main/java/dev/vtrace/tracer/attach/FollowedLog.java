// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.tracer.follow.LogFollower;
import dev.vtrace.tracer.recording.CaptureDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/** A log alone, of a QEMU whose monitor cannot be reached. */
public final class FollowedLog implements Closeable {
  private final String name;
  private final CaptureDirectory capture;
  private final QemuLog log;
  private final LogFollower follower;

  /**
   * Starts to follow it.
   *
   * @param where in the words of {@link dev.vtrace.tracer.follow.LogInput#open}
   * @throws IOException if there is no such log, or it may not be read
   */
  public FollowedLog(
      String where, String name, String role, CaptureDirectory capture, Consumer<LiveLine> live)
      throws IOException {
    this.name = name;
    this.capture = capture;
    capture.participant(new CaptureDescription.Process(name, role, "", "realtime"));
    Consumer<String> notes = text -> live.accept(LiveLine.note(name, text));
    log = QemuLog.followed(where, capture.unused(name + ".trace.log"), name, capture, notes);
    follower =
        new LogFollower(
                where,
                log.input(),
                log.copy(),
                LogFollower.Format.QEMU,
                record -> LiveLine.of(name, record).ifPresent(live),
                notes)
            .start();
  }

  /** Whether the log has come to an end, as a pipe does. */
  public boolean isEnded() {
    return !follower.isAlive();
  }

  @Override
  public void close() throws IOException {
    follower.close();
    log.describe(follower, name, capture);
    log.close();
  }
}
