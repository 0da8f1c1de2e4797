// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.record;

import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.strace.SocketDiagnostics;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started for a recording and ends with it. What it says is in the capture. */
final class StartedProcess implements Closeable {
  private static final int END_SECONDS = 10;
  private static final int POLL_MS = 20;

  private final String name;
  private final Path said;
  private final Process process;

  /**
   * Starts it.
   *
   * @throws IOException if there is no such program
   */
  StartedProcess(String name, List<String> command, CaptureDirectory capture) throws IOException {
    this.name = name;
    String file = capture.unused(name + ".stderr");
    capture.file(file, InputRole.OTHER, "output of a process", "").close();
    said = capture.path().resolve(file);
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
              .start();
    } catch (IOException e) {
      throw new IOException(name + ": cannot start " + command.get(0) + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    // The JDK's message repeats the command: Cannot run program "x": error=2, No such file ...
    String text = String.valueOf(e.getMessage());
    int comma = text.lastIndexOf("error=");
    return comma < 0 ? text : text.substring(text.indexOf(',', comma) + 1).strip();
  }

  /**
   * Waits until it listens on a socket.
   *
   * @throws IOException if it ends before, or does not do so in time
   */
  void awaitSocket(Path socket, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (SocketDiagnostics.listening(socket) == null) {
      check();
      if (System.nanoTime() > end) {
        throw new IOException(
            name + ": does not listen on " + socket + " within " + patience.toSeconds() + " s");
      }
      Pause.millis(POLL_MS);
    }
  }

  /**
   * Looks whether it still runs.
   *
   * @throws IOException if it has ended; the message has what it said last
   */
  void check() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(name + ": ended with status " + process.exitValue() + last());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private String last() {
    try {
      List<String> lines = Files.readAllLines(said, StandardCharsets.ISO_8859_1);
      return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroy();
    boolean interrupted = false;
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
