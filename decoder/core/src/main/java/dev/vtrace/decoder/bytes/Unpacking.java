// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Unpacks compressed content. What is cut short counts as ending there, in whatever form it is. */
final class Unpacking {
  static final String GZIP = "gzip";
  static final String XZ = "xz";
  static final String ZSTD = "zstd";
  static final String BZIP2 = "bzip2";
  static final String LZ4 = "lz4";

  /** The first file of an archive. */
  static final String ZIP = "zip";

  private static final int CHUNK = 64 * 1024;

  /**
   * A stream compressed with the largest preset of xz needs 65 MiB; a hostile one may ask for 4
   * GiB.
   */
  private static final int XZ_MEMORY_KIB = 256 * 1024;

  private Unpacking() {}

  /**
   * Unpacks all that a stream holds.
   *
   * @param form one of the constants above
   * @param first judges and watches what comes out
   * @throws IOException if it is damaged, or cut before anything is known about it
   */
  static ByteSource of(String name, String form, InputStream in, Inputs.Head first)
      throws IOException {
    try (InputStream content = first.watch(stream(name, form, in))) {
      return Spool.of(name, content, first);
    }
  }

  /**
   * Unpacks a stream as it is read.
   *
   * @param form one of the constants above
   * @throws IOException if it is cut before anything is known about it; reading it throws one if it
   *     is damaged, or unpacks to far more than it should
   */
  static InputStream stream(String name, String form, InputStream in) throws IOException {
    UnpackRatio.Packed packed = new UnpackRatio.Packed(in);
    try {
      return new UnpackedContent(name, form, unpacker(form, packed), packed);
    } catch (EOFException e) {
      throw new IOException(name + ": is cut in the header of its " + form + " data", e);
    } catch (ZipException | XZIOException | ZstdIOException e) {
      throw damaged(name, form, e);
    } catch (IOException | RuntimeException e) {
      if (!saysLittle(form)) {
        throw e;
      }
      throw packed.ended()
          ? new IOException(name + ": is cut in the header of its " + form + " data", e)
          : damaged(name, form, e);
    }
  }

  /** Whether a reader tells damage, and a cut, by exceptions that could mean anything. */
  private static boolean saysLittle(String form) {
    return form.equals(BZIP2) || form.equals(LZ4);
  }

  private static IOException damaged(String name, String form, Exception e) {
    return new IOException(
        name + ": its " + form + " data are damaged (" + e.getMessage() + ")", e);
  }

  /** Unpacked data; {@code skip} goes by {@code read}, so that nothing is passed over uncounted. */
  private static final class UnpackedContent extends FilterInputStream {
    private final String name;
    private final String form;
    private final UnpackRatio.Packed packed;
    private final long times;
    private long unpacked;

    UnpackedContent(String name, String form, InputStream in, UnpackRatio.Packed packed) {
      super(in);
      this.name = name;
      this.form = form;
      this.packed = packed;
      boolean deflate = form.equals(GZIP) || form.equals(ZIP);
      this.times = deflate ? UnpackRatio.DEFLATE : UnpackRatio.ANY;
    }

    @Override
    public long skip(long n) throws IOException {
      return n <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(n, CHUNK)]));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      try {
        int n = in.read(into, at, length);
        unpacked += Math.max(0, n);
        if (UnpackRatio.exceeded(packed.count(), unpacked, times)) {
          throw UnpackRatio.refused(name, times);
        }
        return n;
      } catch (EOFException e) {
        return -1;
      } catch (ZipException | XZIOException | ZstdIOException e) {
        throw damaged(name, form, e);
      } catch (IOException | RuntimeException e) {
        if (!saysLittle(form)) {
          throw e;
        }
        if (packed.ended()) {
          return -1;
        }
        throw damaged(name, form, e);
      }
    }
  }

  private static InputStream unpacker(String form, InputStream in) throws IOException {
    switch (form) {
      case GZIP:
        return new GZIPInputStream(in, CHUNK);
      case XZ:
        return new XZInputStream(in, XZ_MEMORY_KIB);
      case BZIP2:
        return new BZip2CompressorInputStream(in, true);
      case LZ4:
        return new FramedLZ4CompressorInputStream(in, true);
      case ZIP:
        return first(new ZipInputStream(in));
      default:
        // The others tell a cut by an EOFException, this one only by how it looks.
        return new ZstdInputStream(in).setContinuous(true);
    }
  }

  private static InputStream first(ZipInputStream archive) throws IOException {
    try {
      if (archive.getNextEntry() != null) {
        return archive;
      }
    } catch (IllegalArgumentException e) {
      // A name that is no UTF-8.
      throw new ZipException(e.getMessage());
    }
    throw new ZipException("it holds no file");
  }
}
