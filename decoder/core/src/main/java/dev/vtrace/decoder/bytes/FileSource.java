// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A source over a regular file, read by position. */
public final class FileSource implements ByteSource {
  private final String name;
  private final FileChannel channel;
  private final long size;
  private final @Nullable Closeable more;

  private FileSource(String name, FileChannel channel, long size, @Nullable Closeable more) {
    this.name = name;
    this.channel = channel;
    this.size = size;
    this.more = more;
  }

  /** Opens a file for reading under the name that people know it by. */
  public static FileSource open(String name, Path path) throws IOException {
    return of(name, FileChannel.open(path, StandardOpenOption.READ), null);
  }

  /** A source over an open file, which is closed with it, and then something else, or null. */
  static FileSource of(String name, FileChannel channel, @Nullable Closeable more)
      throws IOException {
    try {
      return new FileSource(name, channel, channel.size(), more);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long offset, byte[] into, int at, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(into, at, length);
    int total = 0;
    while (target.hasRemaining()) {
      int n = channel.read(target, offset + total);
      if (n < 0) {
        break;
      }
      total += n;
    }
    return total;
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (more != null) {
      more.close();
    }
  }
}
