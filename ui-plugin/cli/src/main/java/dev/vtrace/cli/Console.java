// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.export.Plain;
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
  private final Failing target;
  private final PrintStream out;
  private final PrintStream err;
  private final @Nullable Map<String, String> environment;
  private final @Nullable String outTarget;
  private boolean verbose;
  private boolean quiet;
  private boolean paged;

  /** Whether the command line has the width. */
  private boolean known;

  private @Nullable Boolean colour;
  private @Nullable TerminalLinks links;
  private @Nullable ScreenSize screen;

  /** Columns of text; 0 while nobody has asked for them. */
  private int width;

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
    this.target = new Failing(out);
    this.out =
        new TextStream(new BufferedOutputStream(target, OUT_BUFFER)) {
          @Override
          protected boolean colours() {
            return colour();
          }

          @Override
          protected String linked(String text) {
            return links == null ? text : links.of(text);
          }

          @Override
          public int width() {
            return Console.this.width();
          }

          @Override
          public boolean folds() {
            return Console.this.folds();
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
    return colour != null ? colour : looksGood();
  }

  private boolean looksGood() {
    return isTerminal(outTarget())
        && environment("NO_COLOR").isEmpty()
        && !environment("TERM").equals("dumb");
  }

  /** From here on, places in files of a run are links, where the terminal knows them. */
  void link(Capture capture) {
    String pager = environment("PAGER");
    boolean passes = pager.isEmpty() || pager.equals("less") || pager.endsWith("/less");
    if (looksGood() && passes && TerminalLinks.known(this::environment)) {
      links = new TerminalLinks(capture);
    }
  }

  void colour(boolean wanted) {
    colour = wanted;
  }

  /** How many columns lines of text may have. */
  int width() {
    if (width == 0) {
      String columns = environment("COLUMNS");
      boolean set = Operands.isNumber(columns, 6) && Integer.parseInt(columns) > 0;
      width = set ? ScreenSize.clamped(Integer.parseInt(columns)) : screen().columns();
    }
    return width;
  }

  /** Whether somebody has told how wide text may be, if only by looking at a terminal. */
  boolean folds() {
    return known || !environment("COLUMNS").isEmpty() || isTerminal(outTarget());
  }

  void width(int columns) {
    known = true;
    width = columns;
  }

  private ScreenSize screen() {
    if (screen == null) {
      String device = outTarget();
      boolean terminal = isTerminal(device);
      screen = terminal ? ScreenSize.of(device.isEmpty() ? "/dev/tty" : device) : ScreenSize.USUAL;
    }
    return screen;
  }

  /** How much is said beside the results. */
  void say(boolean more, boolean nothing) {
    verbose = more;
    quiet = nothing;
  }

  /** Whether a person has asked for more to be said. */
  boolean verbose() {
    return verbose;
  }

  /** Whether nobody wants to know more than results and failures. */
  boolean quiet() {
    return quiet;
  }

  /** Says on standard error what is no failure, unless nobody wants to know. */
  void note(String sentence) {
    if (!quiet) {
      err.println(Plain.text(sentence));
    }
  }

  /** Shows results in a pager if they are longer than the terminal; before the first of them. */
  void page() {
    boolean person = isTerminal(outTarget()) && !environment("TERM").equals("dumb");
    if (person && !paged) {
      paged = true;
      target.out = new Pager(target.out, PagerCommand.of(this::environment), () -> screen().rows());
    }
  }

  /** Writes what is left of the results; waits for the user to leave the pager. */
  void finish() {
    out.flush();
    if (target.out instanceof Pager pager) {
      target.out = pager.end();
    }
  }

  /** Waits for a pager that takes no more; what is left of the results is nobody's. */
  void leave() {
    if (target.out instanceof Pager pager) {
      target.out = pager.end();
    }
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
    if (target.out instanceof Pager pager && pager.started()) {
      return true;
    }
    // The message is in the user's language, the kind of the file is not.
    String file = outTarget();
    return file.isEmpty()
        ? String.valueOf(requireNonNull(failure.getCause()).getMessage()).contains("pipe")
        : file.startsWith("pipe:") || file.startsWith("socket:");
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
    private OutputStream out;

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
