// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Makes a source of what can only be read once: small content stays in memory, larger goes to a
 * file without a name, which is gone when the source is closed or the process ends.
 */
final class Spool {
  private static final int IN_MEMORY = 4 << 20;
  private static final int CHUNK = 64 * 1024;

  private Spool() {}

  /**
   * Reads to the end.
   *
   * @param first is asked before anything is written to the disk
   */
  static ByteSource of(String name, InputStream in, Inputs.Head first) throws IOException {
    byte[] content = new byte[CHUNK];
    int length = 0;
    while (true) {
      int n = read(in, content, length, content.length - length);
      if (n < 0) {
        return new HeapSource(name, content, length);
      }
      length += n;
      if (length == IN_MEMORY) {
        first.check(new HeapSource(name, content, length));
        return toFile(name, content, length, in);
      }
      if (length == content.length) {
        content = Arrays.copyOf(content, Math.min(2 * length, IN_MEMORY));
      }
    }
  }

  private static ByteSource toFile(String name, byte[] begin, int length, InputStream in)
      throws IOException {
    UnpackBudget.Share share = UnpackBudget.PROCESS.share(name, UnlinkedFile.folder());
    FileChannel file = null;
    try {
      file = UnlinkedFile.open();
      share.spend(length);
      write(file, begin, length);
      byte[] chunk = new byte[CHUNK];
      for (int n = read(in, chunk, 0, CHUNK); n >= 0; n = read(in, chunk, 0, CHUNK)) {
        share.spend(n);
        write(file, chunk, n);
      }
      return FileSource.of(name, file, share);
    } catch (IOException | RuntimeException e) {
      share.close();
      if (file != null) {
        file.close();
      }
      throw e;
    }
  }

  private static void write(FileChannel file, byte[] bytes, int length) throws IOException {
    for (ByteBuffer left = ByteBuffer.wrap(bytes, 0, length); left.hasRemaining(); ) {
      file.write(left);
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
