// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.VtracePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;

/**
 * Runs of the vtrace program that comes with the plug-in. No shell reads its arguments, and none
 * outlives the workbench.
 */
public final class ProgramRun {
  private static final int LOOK_MILLIS = 50;
  private static final int MOST_CHARS = 4096;

  /** How long a run that was told to end may take for that: a recording ends its QEMUs first. */
  private static final int END_SECONDS = 20;

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  private ProgramRun() {}

  /**
   * Runs it to its end.
   *
   * @param output where its output goes; null where nobody wants it
   * @param monitor ends it
   * @throws IOException with what it said, if it could not do it
   */
  static void run(String[] arguments, Path output, IProgressMonitor monitor) throws IOException {
    Path errors = Files.createTempFile("vtrace", ".txt");
    try {
      ProcessBuilder builder = builder(arguments);
      builder.redirectOutput(
          output == null
              ? ProcessBuilder.Redirect.DISCARD
              : ProcessBuilder.Redirect.to(output.toFile()));
      builder.redirectError(errors.toFile());
      Process process = start(builder);
      process.getOutputStream().close();
      int status = await(process, monitor);
      // Status 1 says something about the capture, not about the run.
      if (status > 1) {
        throw new IOException(said(errors, status));
      }
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  static ProcessBuilder builder(String... arguments) throws IOException {
    return new ProcessBuilder(VtracePlugin.get().server().program().commandLine(arguments));
  }

  /** Starts it; it is ended with the workbench. */
  static Process start(ProcessBuilder builder) throws IOException {
    if (VtracePlugin.isClosing()) {
      throw new OperationCanceledException();
    }
    Process process = builder.start();
    RUNNING.add(process);
    process.onExit().thenRun(() -> RUNNING.remove(process));
    if (VtracePlugin.isClosing()) {
      end(process);
    }
    return process;
  }

  /** Waits for its end, and ends it when the monitor is cancelled. */
  static int await(Process process, IProgressMonitor monitor) {
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (monitor.isCanceled()) {
          throw new OperationCanceledException();
        }
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCanceledException();
    } finally {
      end(process);
    }
  }

  /** Ends all runs, and waits for that. */
  public static void endAll() {
    RUNNING.forEach(Process::destroy);
    RUNNING.forEach(ProgramRun::end);
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private static String said(Path errors, int status) throws IOException {
    String text = Files.readString(errors).strip();
    return text.isEmpty()
        ? "vtrace ended with status " + status
        : text.substring(0, Math.min(MOST_CHARS, text.length()));
  }
}
