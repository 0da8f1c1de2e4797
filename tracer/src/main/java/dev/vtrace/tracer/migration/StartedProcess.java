// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.sys.DeathSignal;
import dev.vtrace.tracer.sys.SocketDiagnostics;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that was started for a recording and ends with it, as far as possible also when vtrace
 * is killed. What it says is in the capture.
 */
final class StartedProcess implements Closeable {
  private static final int END_SECONDS = 10;
  private static final int POLL_MS = 20;

  /** What the JDK and shells add to the number of a signal that ended a process. */
  private static final int SIGNALLED = 128;

  private static final int LAST_SIGNAL = 65;
  private static final Pattern SYSTEM_ERROR = Pattern.compile("error[=:] ?\\d++,? \\(?([^()]++)");

  private final String name;
  private final Path said;
  private final Process process;

  /**
   * Starts a QEMU; the calling thread has to live until {@link #close}, see {@link DeathSignal}.
   *
   * @param name of the participant
   * @throws IOException if there is no such program
   */
  static StartedProcess qemu(String name, List<String> command, CaptureDirectory capture)
      throws IOException {
    return new StartedProcess(name, command, capture, InputRole.TRACE, InputKind.QEMU_LOG, name);
  }

  /** Starts a back-end, as {@link #qemu}. */
  static StartedProcess backend(List<String> command, CaptureDirectory capture) throws IOException {
    return new StartedProcess(
        "backend", command, capture, InputRole.BACKEND_LOG, InputKind.BACKEND_LOG, "");
  }

  private StartedProcess(
      String name,
      List<String> command,
      CaptureDirectory capture,
      InputRole role,
      InputKind kind,
      String participant)
      throws IOException {
    this.name = name;
    String file = capture.unused(name + ".stderr");
    capture.file(file, role, kind.label(), participant).close();
    said = capture.path().resolve(file);
    try {
      process =
          new ProcessBuilder(DeathSignal.with(command))
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
              .start();
    } catch (IOException e) {
      throw new IOException(name + ": cannot start " + command.get(0) + ": " + reason(e), e);
    }
  }

  /**
   * The JDK's message repeats the command, and its form has changed: {@code ... error=2, No such
   * file or directory}, from JDK 25 on {@code ... error: 2 (No such file or directory)}.
   */
  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    Matcher matcher = SYSTEM_ERROR.matcher(message);
    return matcher.find() ? matcher.group(1) : message;
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
      throw new IOException(end());
    }
  }

  private String end() {
    int status = process.exitValue();
    int signal = status - SIGNALLED;
    String by = signal > 0 && signal < LAST_SIGNAL ? " (signal " + signal + ")" : "";
    return name + ": ended with status " + status + by + last();
  }

  /** How it failed by itself: a sentence, or empty where it runs or ended in order. */
  String failure() {
    return process.isAlive() || process.exitValue() == 0 ? "" : end();
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
