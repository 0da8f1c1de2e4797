// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file in memory, moved along it; one part is mapped at a time, so that neither heap
 * nor resident memory grows with the file. The part is unmapped when the window moves and when it
 * is closed, not when the collector gets to it.
 *
 * <p>A file may shrink while it is mapped. The window is never placed past the end that the file
 * has at that moment; should it shrink later, the JVM turns the fault into an {@link InternalError}
 * in the reading thread, which users of a window have to catch.
 *
 * <pre>{@code
 * try (Window window = new Window(channel, 16 << 20)) {
 *   ByteBuffer bytes = window.at(offset);
 * }
 * }</pre>
 */
public final class MappedWindow implements Closeable {
  private final FileChannel channel;
  private final int size;
  private @Nullable Mapping mapped;

  /** A window over a file, so many bytes wide. */
  public MappedWindow(FileChannel channel, int size) {
    this.channel = channel;
    this.size = size;
  }

  /**
   * Moves the window; what it showed before must no longer be used.
   *
   * @return the bytes from an offset of the file on, big-endian; empty at the end of the file
   * @throws IOException if the file cannot be mapped
   */
  public ByteBuffer at(long offset) throws IOException {
    close();
    long length = Math.min(size, channel.size() - offset);
    if (length <= 0) {
      return ByteBuffer.allocate(0);
    }
    mapped = Mapping.of(channel, offset, length);
    return mapped.bytes();
  }

  @Override
  public void close() {
    if (mapped != null) {
      mapped.unmap();
      mapped = null;
    }
  }
}
