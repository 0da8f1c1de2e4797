// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

/** A source over an array that the caller no longer changes. */
public record HeapSource(String name, byte[] bytes) implements ByteSource {
  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long offset, byte[] into, int at, int length) {
    if (offset >= bytes.length) {
      return 0;
    }
    int n = (int) Math.min(length, bytes.length - offset);
    System.arraycopy(bytes, (int) offset, into, at, n);
    return n;
  }

  @Override
  public void close() {}
}
