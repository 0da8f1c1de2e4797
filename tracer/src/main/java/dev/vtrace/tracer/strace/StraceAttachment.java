// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.strace;

import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.SocketWire;
import dev.vtrace.tracer.follow.LogFollower;
import dev.vtrace.tracer.follow.LogInput;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.sys.DeathSignal;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sees the vhost-user messages of a running process through strace, which writes its output into
 * the capture. The process runs on when this ends.
 */
public final class StraceAttachment implements Closeable {
  /** Longer than any message with its descriptors; strace cuts what is longer. */
  private static final int LONGEST = 65536;

  private static final int DETACH_SECONDS = 10;

  private static final String SAYS = "strace: ";

  private final Process strace;
  private final Thread complaints;
  private final LogFollower follower;
  private final SocketWire wire;

  /**
   * Starts strace, and returns when it has attached. The calling thread has to live until {@link
   * #close}, see {@link DeathSignal}.
   *
   * @param name of the participant
   * @param messages gets each vhost-user message, on another thread; must not wait
   * @throws IOException if there is no strace, or it may not trace the process
   */
  public StraceAttachment(
      long pid,
      String name,
      String role,
      CaptureDirectory capture,
      Consumer<? super WireMessage> messages,
      Consumer<String> notes)
      throws IOException {
    String program = find();
    capture.participant(new CaptureDescription.Process(name, role, "", "realtime"));
    String file = capture.unused(name + ".strace");
    Path target = capture.path().resolve(file);
    capture.file(file, InputRole.TRACE, InputKind.STRACE.label(), name).close();
    strace = new ProcessBuilder(DeathSignal.with(command(program, pid, target))).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(strace.getErrorStream(), StandardCharsets.UTF_8));
    String refused = attached(said);
    if (!refused.isEmpty()) {
      strace.destroy();
      throw new IOException("strace cannot trace process " + pid + ": " + refused);
    }
    complaints = new Thread(() -> complaints(said, capture, target, notes), "strace");
    complaints.setDaemon(true);
    complaints.start();
    wire =
        new SocketWire(
            messages,
            diagnostic -> {
              if (diagnostic.code() == Code.WIRE_SYNC_LOST) {
                notes.accept(diagnostic.message());
              }
            });
    LogInput input =
        LogInput.open(
            target.toString(), LogInput.Start.BEGINNING, InputStream.nullInputStream(), notes);
    follower =
        new LogFollower(
                target.toString(),
                input,
                OutputStream.nullOutputStream(),
                LogFollower.Format.STRACE,
                wire,
                notes)
            .start();
  }

  private static List<String> command(String program, long pid, Path target) {
    // A QEMU uses its sockets by these calls only; a back-end may use read and write as well, which
    // are many more as they serve the eventfds too.
    boolean qemu = QemuProgram.is(pid);
    String calls = "sendmsg,recvmsg,sendto,recvfrom" + (qemu ? "" : ",read,write,readv,writev");
    return List.of(
        program,
        "-f",
        "-ttt",
        "-xx",
        "-yy",
        "-s" + LONGEST,
        "-e",
        "trace=" + calls,
        "-e",
        "signal=none",
        "-o",
        target.toString(),
        "-p",
        Long.toString(pid));
  }

  /** The program on the PATH. */
  private static String find() throws IOException {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(":")) {
      Path program = Path.of(folder, "strace");
      if (Files.isExecutable(program)) {
        return program.toString();
      }
    }
    throw new IOException("there is no strace on the PATH; install it to trace a running process");
  }

  /** Waits for {@code strace: Process N attached}; what strace says instead, or nothing. */
  private static String attached(BufferedReader said) throws IOException {
    for (String text = said.readLine(); text != null; text = said.readLine()) {
      if (text.contains(" attached")) {
        return "";
      }
      int at = text.lastIndexOf(SAYS);
      if (at >= 0) {
        String why = text.substring(at + SAYS.length());
        return why.startsWith("attach: ") ? why.substring("attach: ".length()) : why;
      }
    }
    return "it ended at once";
  }

  /**
   * Reads what else it says, which must not fill the pipe. It goes on when it cannot write a line,
   * and says so for each: the first one is a gap of the capture.
   */
  private static void complaints(
      BufferedReader said, CaptureDirectory capture, Path target, Consumer<String> notes) {
    String refusal = SAYS + target + ": ";
    boolean known = false;
    try {
      for (String text = said.readLine(); text != null; text = said.readLine()) {
        // The name of the program before it may be a path.
        int at = known ? -1 : text.indexOf(refusal);
        if (at >= 0) {
          known = true;
          String why =
              "system calls could not be written: " + text.substring(at + refusal.length());
          String file = target.getFileName().toString();
          capture.gap(new CaptureDescription.RecordedGap(file, Files.size(target), -1, why));
          notes.accept(file + ": " + why);
        }
      }
    } catch (IOException e) {
      // strace has ended.
    }
  }

  /** Whether the traced process has ended, and strace with it. */
  public boolean isEnded() {
    return !strace.isAlive();
  }

  /** Lets go of the process, and reads what strace has written. */
  @Override
  public void close() throws IOException {
    // On SIGTERM strace detaches from all threads before it ends.
    strace.destroy();
    try {
      if (!strace.waitFor(DETACH_SECONDS, TimeUnit.SECONDS)) {
        strace.destroyForcibly();
      }
      complaints.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    follower.close();
    wire.end();
  }
}
