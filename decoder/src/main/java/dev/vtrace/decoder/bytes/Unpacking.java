// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Unpacks compressed content. What is cut short counts as ending there, in whatever form it is. */
final class Unpacking {
  static final String GZIP = "gzip";
  static final String XZ = "xz";
  static final String ZSTD = "zstd";

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
   * @throws IOException if it is damaged, or cut before anything could be told of it
   */
  static ByteSource of(String name, String form, InputStream in) throws IOException {
    try (InputStream content = unpacker(form, in)) {
      return Spool.of(name, content);
    } catch (EOFException e) {
      throw new IOException(name + ": is cut in the header of its " + form + " data", e);
    } catch (ZipException | XZIOException | ZstdIOException e) {
      throw new IOException(
          name + ": its " + form + " data are damaged (" + e.getMessage() + ")", e);
    }
  }

  private static InputStream unpacker(String form, InputStream in) throws IOException {
    switch (form) {
      case GZIP:
        return new GZIPInputStream(in, CHUNK);
      case XZ:
        return new XZInputStream(in, XZ_MEMORY_KIB);
      default:
        // The others tell a cut by an EOFException, this one only by how it looks.
        return new ZstdInputStream(in).setContinuous(true);
    }
  }
}
