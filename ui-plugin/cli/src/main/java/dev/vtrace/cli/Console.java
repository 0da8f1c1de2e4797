// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.export.TextStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes. Results go to {@link #out}, everything else to {@link #err};
 * both are UTF-8 whatever the locale, and buffered, so that a command that wants to be seen at once
 * flushes. Text that is printed to them is made safe to show ({@link TextStream}); bytes are not
 * changed.
 *
 * <p>Not thread-safe: a command that uses threads lets one of them write.
 */
public final class Console {
  private static final int OUT_BUFFER = 1 << 16;
  private static final int ERR_BUFFER = 1 << 10;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final @Nullable Map<String, String> environment;
  private final @Nullable String outTarget;

  /**
   * @param environment the environment, or null for the process's, looked up when it matters
   * @param outTarget what {@link #target} says of standard output, or null to ask when it matters
   */
  Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      @Nullable Map<String, String> environment,
      @Nullable String outTarget) {
    this.in = in;
    this.out =
        new TextStream(new BufferedOutputStream(new Failing(out), OUT_BUFFER)) {
          @Override
          protected boolean colours() {
            return colour();
          }
        };
    this.err = new TextStream(new BufferedOutputStream(err, ERR_BUFFER));
    this.environment = environment;
    this.outTarget = outTarget;
  }

  static Console ofProcess() {
    return new Console(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        null,
        null);
  }

  public InputStream in() {
    return in;
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  /** Whether results may be coloured: a person looks at them, and has not asked for plain text. */
  public boolean colour() {
    return isTerminal(outTarget())
        && environment("NO_COLOR").isEmpty()
        && !environment("TERM").equals("dumb");
  }

  /** Whether a person sees what goes to standard error as it comes. */
  boolean errIsTerminal() {
    return outTarget == null && isTerminal(target(2));
  }

  /** Whether a person has asked for details that only a developer of vtrace wants. */
  boolean debug() {
    return !environment("VTRACE_DEBUG").isEmpty();
  }

  /** A variable of the environment; empty if it is not set. */
  String environment(String name) {
    String value = environment == null ? System.getenv(name) : environment.get(name);
    return value == null ? "" : value;
  }

  /** Whether a failed write means that the reader of standard output has gone. */
  boolean readerGone(OutputFailure failure) {
    // The message is in the user's language, the kind of the file is not.
    String target = outTarget();
    return target.isEmpty()
        ? String.valueOf(requireNonNull(failure.getCause()).getMessage()).contains("pipe")
        : target.startsWith("pipe:") || target.startsWith("socket:");
  }

  private String outTarget() {
    return outTarget == null ? target(1) : outTarget;
  }

  /**
   * What a file descriptor of this process leads to: a path, {@code pipe:[N]}, {@code socket:[N]},
   * or nothing where the system has no {@code /proc}.
   */
  private static String target(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static boolean isTerminal(String target) {
    return target.isEmpty()
        ? System.console() != null
        : target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
  }

  /** Turns failures to write into {@link OutputFailure}. */
  private static final class Failing extends OutputStream {
    private final OutputStream out;

    Failing(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new OutputFailure(e);
      }
    }

    @Override
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new OutputFailure(e);
      }
    }
  }
}
