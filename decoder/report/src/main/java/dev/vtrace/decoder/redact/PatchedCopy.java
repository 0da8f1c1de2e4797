// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A copy of a file that is changed here and there, without either being held in memory. */
final class PatchedCopy implements Closeable {
  private static final int CHUNK = 1 << 16;
  private static final byte[] ZEROS = new byte[CHUNK];

  private final ByteSource source;
  private final FileChannel out;

  private PatchedCopy(ByteSource source, FileChannel out) {
    this.source = source;
    this.out = out;
  }

  /** Copies a source to a new file. */
  static PatchedCopy copy(ByteSource source, Path to) throws IOException {
    FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      byte[] chunk = new byte[CHUNK];
      long at = 0;
      for (int n = source.read(at, chunk, 0, CHUNK); n > 0; n = source.read(at, chunk, 0, CHUNK)) {
        put(out, at, chunk, n);
        at += n;
      }
      return new PatchedCopy(source, out);
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  /** Bytes as they were. */
  byte[] original(long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    int n = source.read(at, bytes, 0, length);
    return n == length ? bytes : Arrays.copyOf(bytes, Math.max(0, n));
  }

  void write(long at, byte[] bytes) throws IOException {
    put(out, at, bytes, bytes.length);
  }

  /** Overwrites with zeros what is of a kind that is not kept; counts it if it was not zero. */
  void clear(SecretKind kind, long from, long length, Pseudonyms names) throws IOException {
    if (names.keeps(kind)) {
      return;
    }
    boolean any = false;
    for (long at = from; at < from + length; at += CHUNK) {
      int step = (int) Math.min(CHUNK, from + length - at);
      byte[] before = original(at, step);
      if (Arrays.mismatch(before, 0, before.length, ZEROS, 0, before.length) >= 0) {
        any = true;
        put(out, at, ZEROS, step);
      }
    }
    if (any) {
      names.count(kind);
    }
  }

  private static void put(FileChannel out, long at, byte[] bytes, int length) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes, 0, length);
    while (from.hasRemaining()) {
      out.write(from, at + from.position());
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
