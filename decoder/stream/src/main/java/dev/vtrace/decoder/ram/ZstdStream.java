// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** One Zstandard stream that arrives in pieces, each flushed, and that never ends. */
final class ZstdStream {
  private final Piece piece = new Piece();
  private @Nullable ZstdInputStreamNoFinalizer in;

  /**
   * Unpacks a piece to so many bytes.
   *
   * @throws DataFormatException if it is no Zstandard data or unpacks to another number of bytes
   */
  void unpack(byte[] packed, byte[] into, int size) throws DataFormatException {
    piece.next(packed);
    try {
      if (in == null) {
        in = new ZstdInputStreamNoFinalizer(piece);
        // A flush ends a piece, not the frame.
        in.setContinuous(true);
      }
      int done = 0;
      while (done < size) {
        int n = in.read(into, done, size - done);
        if (n <= 0) {
          throw new DataFormatException(
              "the Zstandard data unpacks to " + done + " instead of " + size + " bytes");
        }
        done += n;
      }
      if (in.read(new byte[1]) > 0 || !piece.done()) {
        throw new DataFormatException("the Zstandard data unpacks to more than " + size + " bytes");
      }
    } catch (IOException e) {
      throw new DataFormatException("the content is no Zstandard data: " + e.getMessage());
    }
  }

  /** Frees what the library holds outside the heap. */
  void close() {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      throw new AssertionError("reading from memory does not fail", e);
    }
  }

  /** The piece at hand as a stream that goes on with the next one. */
  private static final class Piece extends InputStream {
    private byte[] bytes = new byte[0];
    private int at;

    void next(byte[] newBytes) {
      bytes = newBytes;
      at = 0;
    }

    boolean done() {
      return at == bytes.length;
    }

    @Override
    public int read() {
      return done() ? -1 : bytes[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      if (done()) {
        return -1;
      }
      int n = Math.min(count, bytes.length - at);
      System.arraycopy(bytes, at, into, from, n);
      at += n;
      return n;
    }
  }
}
