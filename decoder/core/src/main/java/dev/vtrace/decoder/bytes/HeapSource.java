// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

/**
 * A source over the beginning of an array that the caller no longer changes.
 *
 * @param length how many bytes of the array belong to the source
 */
public record HeapSource(String name, byte[] bytes, int length) implements ByteSource {
  /** A source over a whole array. */
  public HeapSource(String name, byte[] bytes) {
    this(name, bytes, bytes.length);
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public int read(long offset, byte[] into, int at, int count) {
    if (offset >= length) {
      return 0;
    }
    int n = (int) Math.min(count, length - offset);
    System.arraycopy(bytes, (int) offset, into, at, n);
    return n;
  }

  @Override
  public void close() {}
}
