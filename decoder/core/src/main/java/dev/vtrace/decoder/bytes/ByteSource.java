// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that can be read at any position, with 64-bit offsets from the start of the input.
 *
 * <p>Sources may be read by several cursors at once; they hold no position of their own.
 */
public interface ByteSource extends Closeable {
  /** The name to show to people: a file name, or {@code <stdin>}. */
  String name();

  /** Length in bytes, as it was when the source was opened. */
  long size();

  /** Whether all bytes are there; where some are still to come, {@link #size} is but a bound. */
  default boolean complete() {
    return true;
  }

  /**
   * Copies up to {@code length} bytes from {@code offset}.
   *
   * @return how many bytes were copied; fewer than asked for only where the source ends
   */
  int read(long offset, byte[] into, int at, int length) throws IOException;

  /** The file behind this source for memory mapping, or null where there is none. */
  default @Nullable FileChannel channel() {
    return null;
  }

  @Override
  void close() throws IOException;
}
