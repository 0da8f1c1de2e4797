// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.follow;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies what is read, line by line, so that a copy that is cut by a crash ends with a line. What
 * the copy's disk refuses is left out and told once; reading goes on.
 */
final class Copying extends FilterInputStream {
  /** More than any line; what has no line end is copied in pieces of this size. */
  private static final int LONGEST = 1 << 20;

  private final OutputStream copy;
  private final Consumer<IOException> refused;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable Boolean text;

  Copying(InputStream in, OutputStream copy, Consumer<IOException> refused) {
    super(in);
    this.copy = copy;
    this.refused = refused;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int at, int count) throws IOException {
    int got = in.read(bytes, at, count);
    if (got < 0) {
      write();
      return got;
    }
    if (text == null && got > 0) {
      // No text begins with this byte, a simpletrace file does.
      text = bytes[at] != -1;
    }
    int whole = got;
    while (Boolean.TRUE.equals(text) && whole > 0 && bytes[at + whole - 1] != '\n') {
      whole--;
    }
    line.write(bytes, at, whole);
    if (whole > 0 || line.size() > LONGEST) {
      write();
    }
    line.write(bytes, at + whole, got - whole);
    return got;
  }

  private void write() {
    try {
      copy.write(line.toByteArray());
    } catch (IOException e) {
      refused.accept(e);
    }
    line.reset();
  }
}
