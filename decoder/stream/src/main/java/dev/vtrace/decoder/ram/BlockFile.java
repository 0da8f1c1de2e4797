// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.BitSet;

/** The image of one RAM block: a sparse file that is as long as the block. */
final class BlockFile implements Closeable {
  /** Guest memory is nobody else's business. */
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** What was written is tracked in this unit, one bit each, whatever the size of a page. */
  private static final int UNIT = 4096;

  private static final int MOST_UNITS = 1 << 28;

  private static final byte[] ZEROS = new byte[64 * 1024];

  private final RandomAccessFile file;
  private final long length;
  private final long unit;
  private final BitSet written = new BitSet();

  private BlockFile(RandomAccessFile file, long length, long unit) {
    this.file = file;
    this.length = length;
    this.unit = unit;
  }

  /** Makes the file; there must be none of that name. */
  static BlockFile create(Path path, long length) throws IOException {
    // Fails where there is anything of that name, so that no link leads elsewhere.
    Files.createFile(path, PRIVATE);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.setLength(length);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    long unit = UNIT;
    while (length / unit > MOST_UNITS) {
      unit *= 2;
    }
    return new BlockFile(file, length, unit);
  }

  /** Whether that many bytes at that address are inside the block. */
  boolean has(long address, int count) {
    return address >= 0 && count >= 0 && address <= length - count;
  }

  void write(long address, byte[] bytes, int at, int count) throws IOException {
    if (isZero(bytes, at, count)) {
      zero(address, count);
      return;
    }
    mark(address, count);
    file.seek(address);
    file.write(bytes, at, count);
  }

  /** Makes bytes zero; where none were written before, the file's hole says so already. */
  void zero(long address, int count) throws IOException {
    int first = (int) (address / unit);
    int end = (int) ((address + count + unit - 1) / unit);
    int set = written.nextSetBit(first);
    if (set < 0 || set >= end) {
      return;
    }
    file.seek(address);
    for (int left = count; left > 0; left -= ZEROS.length) {
      file.write(ZEROS, 0, Math.min(left, ZEROS.length));
    }
  }

  void read(long address, byte[] into) throws IOException {
    file.seek(address);
    file.readFully(into);
  }

  private void mark(long address, int count) {
    written.set((int) (address / unit), (int) ((address + count + unit - 1) / unit));
  }

  private static boolean isZero(byte[] bytes, int at, int count) {
    return count <= ZEROS.length && Arrays.equals(bytes, at, at + count, ZEROS, 0, count);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
