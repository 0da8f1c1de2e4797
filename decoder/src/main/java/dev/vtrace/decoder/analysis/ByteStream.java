// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a source one after the other; closing it leaves the source open. */
final class ByteStream extends InputStream {
  private final ByteSource source;
  private long position;

  ByteStream(ByteSource source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int count = source.read(position, into, at, length);
    position += Math.max(0, count);
    return count <= 0 && length > 0 ? -1 : count;
  }
}
