// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Writes files that are packed as their names say. */
public final class PackedOutput {
  private PackedOutput() {}

  /** Creates a file; what is written to it is packed with gzip or xz if its name ends so. */
  public static OutputStream create(Path to) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(to));
    String name = to.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(out, 1 << 16);
    }
    return name.endsWith(".xz") ? new XZOutputStream(out, new LZMA2Options(1)) : out;
  }
}
