// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has a path and can be read but once: pipes, also those of {@code <(command)}, devices, and
 * files of {@code /proc} whose size nobody knows. A pipe is read to its end when it is first
 * opened, and kept as long as the process lives, so that it can be opened again as a file can.
 */
final class OnePass {
  /** What is no pipe need not have an end. */
  private static final int MOST_OF_DEVICE = 4 << 20;

  private static final int FORMAT = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private static final Map<String, ByteSource> PIPES = new HashMap<>();

  private OnePass() {}

  /** All that is to be read from a path of the system that is no regular file. */
  static ByteSource open(Path file, Inputs.Head first) throws IOException {
    int format = (Integer) Files.getAttribute(file, "unix:mode") & FORMAT;
    if (format == SOCKET) {
      throw new FileSystemException(file.toString(), null, "is a socket, not a file");
    }
    return format == PIPE ? pipe(file, first) : device(file);
  }

  private static ByteSource pipe(Path file, Inputs.Head first) throws IOException {
    synchronized (PIPES) {
      String key = file.toAbsolutePath() + " " + Files.getAttribute(file, "unix:ino");
      ByteSource kept = PIPES.get(key);
      if (kept == null) {
        try (InputStream in = new FileInputStream(file.toFile())) {
          kept = Inputs.read(file.toString(), in, first);
        }
        PIPES.put(key, kept);
      }
      return new Kept(kept);
    }
  }

  /** Reads a device, or a file of the system that has no size, as far as it has an end. */
  static ByteSource device(Path file) throws IOException {
    byte[] content;
    try (InputStream in = new FileInputStream(file.toFile())) {
      content = in.readNBytes(MOST_OF_DEVICE);
      if (content.length == MOST_OF_DEVICE && in.read() >= 0) {
        throw new FileSystemException(
            file.toString(),
            null,
            "is not a regular file, and does not end within " + (MOST_OF_DEVICE >> 20) + " MiB");
      }
    }
    return new HeapSource(file.toString(), content);
  }

  /** A source that stays open for whoever opens the same pipe next. */
  private record Kept(ByteSource source) implements ByteSource {
    @Override
    public String name() {
      return source.name();
    }

    @Override
    public long size() {
      return source.size();
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws IOException {
      return source.read(offset, into, at, length);
    }

    @Override
    public @Nullable FileChannel channel() {
      return source.channel();
    }

    @Override
    public void close() {}
  }
}
