// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses packed data that unpack to far more than evidence does. Ordinary streams have a header
 * before each page, so that they are packed to a 2,000th at best; but a mapped-ram stream of an
 * idle guest is mostly holes, of which deflate leaves a 1,032nd and xz about a 7,000th. So only
 * what packs zeros still better, or was packed several times, is told from evidence by its size
 * alone.
 */
public final class UnpackRatio {
  /** How many times its packed size something may have that was packed by deflate. */
  public static final long DEFLATE = 1_100;

  /** The same, whatever it was packed by, and however often. */
  public static final long ANY = 16_000;

  /** What is small may be packed as well as it likes. */
  private static final long FLOOR = 64L << 20;

  private UnpackRatio() {}

  /**
   * Whether this is more than can be honest.
   *
   * @param packed size in bytes of what is packed, or of as much of it as was needed
   * @param times how many times that is believed
   */
  public static boolean exceeded(long packed, long unpacked, long times) {
    return unpacked > FLOOR && unpacked / times > packed;
  }

  /** The sentence for it. */
  public static IOException refused(String name, long times) {
    return new IOException(
        name
            + ": is refused: it unpacks to more than "
            + String.format("%,d", times)
            + " times its size, which no recording does; unpack it yourself if you trust it");
  }

  /** Packed data, counted as they are read. */
  static final class Packed extends FilterInputStream {
    private long count;
    private boolean ended;

    Packed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count += b < 0 ? 0 : 1;
      ended |= b < 0;
      return b;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int n = in.read(into, at, length);
      count += Math.max(0, n);
      ended |= n < 0;
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = in.skip(n);
      count += skipped;
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** Whether all of it has been read, and more was wanted. */
    boolean ended() {
      return ended;
    }

    long count() {
      return count;
    }
  }
}
