// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.bytes.ByteSource;

/** A source over bytes in memory. */
public record BufferSource(String name, byte[] bytes) implements ByteSource {
  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long offset, byte[] into, int at, int length) {
    int n = (int) Math.max(0, Math.min(length, bytes.length - offset));
    if (n > 0) {
      System.arraycopy(bytes, (int) offset, into, at, n);
    }
    return n;
  }

  @Override
  public void close() {}
}
