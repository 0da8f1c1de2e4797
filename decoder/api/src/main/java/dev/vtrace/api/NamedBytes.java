// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Bytes that stand for a file of a capture, wherever they are: in memory, in a remote store. A run
 * never closes them, and may read them from several threads.
 */
public interface NamedBytes {
  /**
   * The name that the file would have in the folder of the capture, with {@code /} between the
   * parts. It tells whose evidence it is, as {@link Vtrace#open(Path)} describes.
   */
  String name();

  /** How many bytes there are. */
  long size();

  /**
   * Reads bytes at a place.
   *
   * @param offset of the first one
   * @param target gets as many as it has room for
   * @return how many were read; 0 or -1 only where there are no more
   * @throws IOException if they cannot be read
   */
  int read(long offset, ByteBuffer target) throws IOException;

  /** Bytes in memory, which are not copied and must not be changed as long as a run uses them. */
  static NamedBytes of(String name, byte[] bytes) {
    return of(name, ByteBuffer.wrap(bytes));
  }

  /**
   * What remains in a buffer, which is not copied; its content must not be changed as long as a run
   * uses it.
   */
  static NamedBytes of(String name, ByteBuffer bytes) {
    ByteBuffer content = bytes.slice().asReadOnlyBuffer();
    Objects.requireNonNull(name);
    return new NamedBytes() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long size() {
        return content.limit();
      }

      @Override
      public int read(long offset, ByteBuffer target) {
        if (offset >= content.limit()) {
          return -1;
        }
        int n = (int) Math.min(target.remaining(), content.limit() - offset);
        target.put(content.duplicate().limit((int) offset + n).position((int) offset));
        return n;
      }
    };
  }
}
