// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import dev.vtrace.eclipse.VtracePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;

/**
 * One run of the vtrace program that comes with the plug-in, to its end. No shell reads its
 * arguments.
 */
final class ProgramRun {
  private static final int LOOK_MILLIS = 50;
  private static final int MOST_CHARS = 4096;

  private ProgramRun() {}

  /**
   * Runs it.
   *
   * @param output where its output goes; null where nobody wants it
   * @param monitor ends it
   * @throws IOException with what it said, if it could not do it
   */
  static void run(String[] arguments, Path output, IProgressMonitor monitor) throws IOException {
    Path errors = Files.createTempFile("vtrace", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(VtracePlugin.get().server().program().commandLine(arguments));
      builder.redirectOutput(
          output == null
              ? ProcessBuilder.Redirect.DISCARD
              : ProcessBuilder.Redirect.to(output.toFile()));
      builder.redirectError(errors.toFile());
      Process process = builder.start();
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

  private static int await(Process process, IProgressMonitor monitor) {
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
      process.destroy();
    }
  }

  private static String said(Path errors, int status) throws IOException {
    String text = Files.readString(errors).strip();
    return text.isEmpty()
        ? "vtrace ended with status " + status
        : text.substring(0, Math.min(MOST_CHARS, text.length()));
  }
}
