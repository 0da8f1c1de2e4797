// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A file that somebody appends to: at its end the reader waits until there is more. */
final class FollowedFile extends InputStream {
  private static final int POLL_MS = 50;

  private final InputStream in;
  private final Runnable atEnd;
  private final BooleanSupplier grows;

  /**
   * @param atEnd called where all that is there was read
   * @param grows whether there may be more later
   * @throws IOException if it cannot be opened
   */
  FollowedFile(Path file, Runnable atEnd, BooleanSupplier grows) throws IOException {
    this.in = Files.newInputStream(file);
    this.atEnd = atEnd;
    this.grows = grows;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      // What was written before it ended is read after that is known.
      boolean more = grows.getAsBoolean();
      int read = in.read(into, at, length);
      if (read > 0 || !more) {
        return read;
      }
      atEnd.run();
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException e) {
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
