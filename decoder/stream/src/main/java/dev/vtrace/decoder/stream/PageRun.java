// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.bytes.MappedWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads long runs of page and zero records of one block, which are most of a stream, straight from
 * a mapped file: of a page only its eight-byte header is touched. Anything else ends the run and is
 * left to {@link RamReader}, which reads by the same rules.
 */
final class PageRun {
  /** Records read one by one before a window is worth its price. */
  static final int WORTHWHILE = 32;

  /** Resident memory while a run is read; larger windows are no faster, smaller ones slower. */
  private static final int WINDOW = 4 << 20;

  private static final int PAGE = RamFlag.PAGE.bit() | RamFlag.CONTINUE.bit();
  private static final int ZERO = RamFlag.ZERO.bit() | RamFlag.CONTINUE.bit();
  private static final int HEADER = 8;

  private final StreamContext stream;
  private final Cursor in;
  private final @Nullable FileChannel channel;
  private boolean failed;
  private long pages;
  private long zeros;

  PageRun(StreamContext stream) {
    this.stream = stream;
    this.in = stream.in();
    this.channel = in.source().channel();
  }

  /** Whether runs can be read from this source, and are worth it where the cursor is. */
  boolean possible() {
    return channel != null && !failed && in.remaining() > WINDOW / 4;
  }

  /** Page records that the last run had. */
  long pages() {
    return pages;
  }

  /** Zero records that the last run had. */
  long zeros() {
    return zeros;
  }

  /** Moves the cursor after all records of a run that lie in its range. */
  void read(String block, long blockLength) throws IOException {
    pages = 0;
    zeros = 0;
    try (MappedWindow window = new MappedWindow(requireNonNull(channel), WINDOW)) {
      boolean more = true;
      while (more) {
        ByteBuffer bytes = map(window);
        more = bytes != null && part(bytes, block, blockLength);
      }
      // A fault in compiled code is thrown at the next transition only; have it thrown here.
      Thread.yield();
    } catch (InternalError e) {
      // The file shrank while it was mapped: go on without, to find its new end.
      failed = true;
    }
  }

  /** The bytes at the cursor; null where no record can be, or if the file cannot be mapped. */
  private @Nullable ByteBuffer map(MappedWindow window) {
    try {
      ByteBuffer bytes = window.at(in.position());
      return bytes.capacity() > HEADER ? bytes : null;
    } catch (IOException e) {
      failed = true;
      return null;
    }
  }

  /** Reads records whose header lies in a window; whether the run may go on after it. */
  private boolean part(ByteBuffer bytes, String block, long blockLength) throws IOException {
    long start = in.position();
    long left = in.end() - start;
    int pageSize = stream.pageSize();
    int width = HEADER + pageSize;
    int last = bytes.capacity() - HEADER - 1;
    int lastPage = (int) Math.min(last, left - width);
    int lastZero = (int) Math.min(last, left - HEADER - 1);
    int at = 0;
    int before = -1;
    while (at != before && at <= last) {
      before = at;
      int next = pages(bytes, at, lastPage, pageSize, blockLength);
      pages += (next - at) / width;
      tell(RamFlag.PAGE, bytes, at, next, pageSize, block);
      at = next;
      next = zeros(bytes, at, Math.min(last, lastZero), pageSize, blockLength);
      zeros += (next - at) / (HEADER + 1);
      tell(RamFlag.ZERO, bytes, at, next, 1, block);
      at = next;
    }
    in.seek(start + at);
    return at > last;
  }

  /**
   * Passes over page records; returns where the first lies that is none. This loop and the next are
   * what is run for each page and are kept as small as can be, so that they are compiled soon.
   */
  private static int pages(ByteBuffer bytes, int from, int last, int pageSize, long blockLength) {
    int at = from;
    while (at <= last) {
      long word = bytes.getLong(at);
      if (((int) word & pageSize - 1) != PAGE || word < 0 || word >= blockLength) {
        break;
      }
      at += HEADER + pageSize;
    }
    return at;
  }

  /** Passes over zero records; returns where the first lies that is none. */
  private static int zeros(ByteBuffer bytes, int from, int last, int pageSize, long blockLength) {
    int at = from;
    while (at <= last) {
      long word = bytes.getLong(at);
      boolean zero = ((int) word & pageSize - 1) == ZERO && bytes.get(at + HEADER) == 0;
      if (!zero || word < 0 || word >= blockLength) {
        break;
      }
      at += HEADER + 1;
    }
    return at;
  }

  /** Passes the records of a range on, if they are wanted. */
  private void tell(RamFlag flag, ByteBuffer bytes, int from, int to, int length, String block)
      throws IOException {
    if (!stream.wantsPages()) {
      return;
    }
    int size = stream.pageSize();
    for (int at = from; at < to; at += HEADER + length) {
      long address = bytes.getLong(at) & -(long) size;
      long content = in.position() + at + HEADER;
      stream.visitor().page(new RamPage(flag.page(), block, address, size, content, length));
    }
  }
}
