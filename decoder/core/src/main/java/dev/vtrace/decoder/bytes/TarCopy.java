// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Copies the files of a tar archive into a zip archive, which can be read in any order. What is too
 * much is refused by what the archive says of it, before it is written.
 */
public final class TarCopy {
  private static final int CHUNK = 64 * 1024;

  private final String shown;
  private final long packed;
  private final UnpackBudget.Share share;
  private int files;
  private long unpacked;

  /**
   * A copy that is to be made.
   *
   * @param shown the file that people know, for sentences
   * @param packed its size in bytes
   * @param share what the copy takes of the disk
   */
  public TarCopy(String shown, long packed, UnpackBudget.Share share) {
    this.shown = shown;
    this.packed = packed;
    this.share = share;
  }

  /**
   * Copies all files; folders need no entry of their own. The zip archive is ended, not closed.
   *
   * @throws IOException if the archive is cut or damaged, has a link or a device, or too much in it
   */
  public void copy(InputStream tar, OutputStream out) throws IOException {
    TarArchiveInputStream in = new TarArchiveInputStream(tar, "UTF-8");
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.NO_COMPRESSION);
    try {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          admit(entry);
          zip.putNextEntry(new ZipEntry(name(entry)));
          content(in, zip, entry);
          zip.closeEntry();
        }
      }
      zip.finish();
    } catch (ZipException e) {
      throw refused("holds a file twice, or a name that cannot be one");
    } catch (IllegalArgumentException e) {
      throw new IOException(shown + ": is a damaged tar archive", e);
    }
  }

  private void admit(TarArchiveEntry entry) throws IOException {
    String name = ArchiveIndex.show(entry.getName());
    boolean plain = entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
    if (!plain || entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()) {
      throw refused(name + " in it is a link or a device, not a file");
    }
    files++;
    if (files > ArchiveIndex.MOST_ENTRIES) {
      throw refused("it holds more than " + ArchiveIndex.MOST_ENTRIES + " files");
    }
    long size = entry.getRealSize();
    if (size < 0 || size > Long.MAX_VALUE - unpacked) {
      throw new IOException(shown + ": is a damaged tar archive");
    }
    unpacked += size;
    if (UnpackRatio.exceeded(packed, unpacked, UnpackRatio.ANY)) {
      throw UnpackRatio.refused(shown, UnpackRatio.ANY);
    }
    share.spend(size);
  }

  /** Without the folder in which it was packed. */
  private static String name(TarArchiveEntry entry) {
    String name = entry.getName();
    while (name.startsWith("./")) {
      name = name.substring(2);
    }
    return name;
  }

  private void content(TarArchiveInputStream in, OutputStream out, TarArchiveEntry entry)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = entry.getRealSize();
    try {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        left -= n;
        out.write(chunk, 0, n);
      }
    } catch (IOException e) {
      throw new IOException(cut(entry) + " (" + e.getMessage() + ")", e);
    }
    if (left != 0) {
      throw new IOException(cut(entry));
    }
  }

  private String cut(TarArchiveEntry entry) {
    return shown + ": is cut or damaged in " + ArchiveIndex.show(entry.getName());
  }

  private IOException refused(String why) {
    return new IOException(shown + ": is refused: " + why);
  }
}
