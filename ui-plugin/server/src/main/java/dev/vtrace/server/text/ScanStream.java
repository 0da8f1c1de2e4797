// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Bytes of a source from an offset on, whose lines are counted as somebody reads them. */
final class ScanStream extends InputStream {
  private static final long REPORT = 8 << 20;

  private final ByteSource source;
  private final LineIndex index;
  private final BooleanSupplier closed;
  private final LongConsumer progress;
  private long position;
  private long reported;

  ScanStream(
      ByteSource source,
      long from,
      LineIndex index,
      BooleanSupplier closed,
      LongConsumer progress) {
    this.source = source;
    this.position = from;
    this.index = index;
    this.closed = closed;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    if (closed.getAsBoolean()) {
      throw new InterruptedIOException("the text was closed");
    }
    int n = source.read(position, into, at, length);
    if (n <= 0) {
      return length == 0 ? 0 : -1;
    }
    position += n;
    index.add(into, at, n);
    if (position - reported >= REPORT) {
      reported = position;
      progress.accept(position);
    }
    return n;
  }
}
