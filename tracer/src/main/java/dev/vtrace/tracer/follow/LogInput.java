// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.follow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A log that is read while it grows. {@link #read} waits for more; {@link #close}, from any thread,
 * ends the log after what has been written up to then.
 */
public abstract class LogInput extends InputStream {
  private static final String JOURNAL = "journal:";

  /** Where a file is read from. */
  public enum Start {
    BEGINNING,
    /** What was written before is passed over. */
    END
  }

  /**
   * Opens a log.
   *
   * @param where a file or FIFO, {@code -} for standard input, or {@code journal:UNIT} for what a
   *     systemd unit logs
   * @param stdin standard input
   * @param notes gets a sentence when the log is rotated or truncated
   * @throws IOException if there is no such log, or it may not be read
   */
  public static LogInput open(String where, Start start, InputStream stdin, Consumer<String> notes)
      throws IOException {
    if (where.equals("-")) {
      return new Piped(stdin, () -> {});
    }
    if (where.startsWith(JOURNAL)) {
      return journal(where.substring(JOURNAL.length()));
    }
    Path path = Path.of(where);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(where);
    }
    if (Files.isDirectory(path)) {
      throw new IOException(where + ": is a directory");
    }
    return Files.isRegularFile(path) ? new GrowingFile(path, start, notes) : new Fifo(path);
  }

  private static LogInput journal(String unit) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "journalctl", "--follow", "--lines=0", "--output=cat", "--unit=" + unit)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new IOException("journal:" + unit + ": there is no journalctl here", e);
    }
    return new Piped(process.getInputStream(), process::destroy);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] bytes, int at, int count) throws IOException;

  @Override
  public abstract void close() throws IOException;
}
