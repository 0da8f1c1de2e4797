// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Makes a source of what can only be read once: small content stays in memory, larger goes to a
 * temporary file that only its owner can read and that is gone when the source is closed.
 */
final class Spool {
  private static final int IN_MEMORY = 4 << 20;
  private static final int CHUNK = 64 * 1024;

  /** Left free on the disk, so that a small file that unpacks to a huge one does not fill it. */
  private static final long KEEP_FREE = 64L << 20;

  private Spool() {}

  static ByteSource of(String name, InputStream in) throws IOException {
    byte[] content = new byte[CHUNK];
    int length = 0;
    while (true) {
      int n = read(in, content, length, content.length - length);
      if (n < 0) {
        return new HeapSource(name, content, length);
      }
      length += n;
      if (length == IN_MEMORY) {
        return toFile(name, content, length, in);
      }
      if (length == content.length) {
        content = Arrays.copyOf(content, Math.min(2 * length, IN_MEMORY));
      }
    }
  }

  private static ByteSource toFile(String name, byte[] begin, int length, InputStream in)
      throws IOException {
    // Created with permissions 0600.
    Path file = Files.createTempFile("vtrace-", ".tmp");
    try {
      long free = Files.getFileStore(file).getUsableSpace() - KEEP_FREE - length;
      try (OutputStream out = Files.newOutputStream(file)) {
        out.write(begin, 0, length);
        byte[] chunk = new byte[CHUNK];
        for (int n = read(in, chunk, 0, CHUNK); n >= 0; n = read(in, chunk, 0, CHUNK)) {
          free -= n;
          if (free < 0) {
            throw new IOException(name + ": unpacked, it does not fit into " + file.getParent());
          }
          out.write(chunk, 0, n);
        }
      }
      return FileSource.openAndDelete(name, file);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Reads on; compressed data that is cut short counts as ending there. */
  private static int read(InputStream in, byte[] into, int at, int length) throws IOException {
    try {
      return in.read(into, at, length);
    } catch (EOFException cut) {
      return -1;
    }
  }
}
