// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a source one after the other. */
public final class SourceStream extends InputStream {
  private final ByteSource source;
  private long position;

  /** A stream from the first byte of a source on. */
  public SourceStream(ByteSource source) {
    this(source, 0);
  }

  /** A stream from an offset on. */
  public SourceStream(ByteSource source, long offset) {
    this.source = source;
    this.position = offset;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int n = source.read(position, into, at, length);
    position += n;
    return n <= 0 && length > 0 ? -1 : n;
  }
}
