// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows text on a terminal, and through the user's pager once it is longer than the screen. What
 * fits is written as it is when this is closed. While a pager runs, Ctrl-C is its own.
 */
final class Pager extends OutputStream {
  /** What is kept of a text with few line ends before a pager is started all the same. */
  private static final int MOST_KEPT = 1 << 16;

  private final OutputStream terminal;
  private final List<String> command;
  private final IntSupplier rows;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int lines;
  private @Nullable OutputStream target;
  private @Nullable Process pager;
  private @Nullable Signals signals;

  /**
   * @param terminal what is written to where no pager is needed, or it cannot be started
   * @param program the command as a shell takes it; empty for none
   * @param rows asked for the lines of the screen
   */
  Pager(OutputStream terminal, String program, IntSupplier rows) {
    this.terminal = terminal;
    this.command = program.isEmpty() ? List.of() : List.of("sh", "-c", program);
    this.rows = rows;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (target != null) {
      target.write(bytes, offset, length);
      return;
    }
    kept.write(bytes, offset, length);
    for (int i = offset; i < offset + length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    if (lines >= rows.getAsInt() || kept.size() > MOST_KEPT) {
      kept.writeTo(target = start());
      kept.reset();
    }
  }

  private OutputStream start() {
    if (command.isEmpty()) {
      return terminal;
    }
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putIfAbsent("LESS", "FRX");
      builder.environment().putIfAbsent("LV", "-c");
      signals = new Signals(() -> {});
      pager = builder.start();
      return pager.getOutputStream();
    } catch (IOException e) {
      return terminal;
    }
  }

  @Override
  public void flush() throws IOException {
    if (target != null) {
      target.flush();
    }
  }

  /** Whether a text goes, or went, through a pager. */
  boolean started() {
    return pager != null;
  }

  /** Writes what was kept, or waits until the user has left the pager; gives the terminal back. */
  OutputStream end() {
    try {
      if (target == null) {
        kept.writeTo(terminal);
        terminal.flush();
      }
      if (pager != null) {
        leave(pager);
      }
      return terminal;
    } catch (IOException e) {
      throw new OutputFailure(e);
    }
  }

  private void leave(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended before its input.
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (signals != null) {
      signals.close();
    }
  }
}
