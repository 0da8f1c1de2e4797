// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * Unpacks Zstandard data (RFC 8878) that comes in pieces of whole blocks, as a compressor that is
 * flushed after each piece writes it. Dictionaries are not supported; checksums are passed over.
 *
 * <p>Written for this library as the ones that there are need native code or parts of the JDK that
 * print warnings since Java 24. Memory grows with what was unpacked, up to the window that the
 * frame asks for. Not for use by several threads at once.
 */
public final class ZstdStream {
  private static final int MAGIC = 0xfd2f_b528;
  private static final int SKIPPABLE = 0x184d_2a50;
  private static final int MOST_BLOCK = 128 * 1024;

  /** What compressors use at their highest level. */
  private static final long MOST_WINDOW = 128L << 20;

  private static final int RAW = 0;
  private static final int CONSTANT = 1;
  private static final int COMPRESSED = 2;

  private byte[] in;
  private int at;
  private int end;

  private byte[] out = new byte[0];
  private int filled;
  private int limit;

  private boolean inFrame;
  private boolean checksum;
  private int window;
  private ZstdHuffman huffman;
  private ZstdSequences sequences;

  /** What holds the unpacked bytes after {@link #unpack}. */
  public byte[] output() {
    return out;
  }

  /**
   * Unpacks the next piece.
   *
   * @param size how many bytes it unpacks to
   * @return where in {@link #output} these are, until the next call
   * @throws DataFormatException if the piece is damaged; no later one can be unpacked then
   */
  public int unpack(byte[] piece, int length, int size) throws DataFormatException {
    in = piece;
    at = 0;
    end = length;
    makeRoom(size);
    int start = filled;
    try {
      while (at < end) {
        if (inFrame) {
          block();
        } else {
          frame();
        }
      }
    } catch (IndexOutOfBoundsException e) {
      // Damaged data may point anywhere; the arrays' own checks are the last ones.
      throw new DataFormatException("Zstandard data that points outside of itself");
    }
    if (filled - start != size) {
      throw new DataFormatException(
          "Zstandard data of " + (filled - start) + " instead of " + size + " bytes");
    }
    return start;
  }

  /** Keeps only the window of what was unpacked before, and room behind it. */
  private void makeRoom(int size) {
    int keep = Math.min(filled, window);
    if (filled > keep && filled + size > out.length) {
      System.arraycopy(out, filled - keep, out, 0, keep);
      filled = keep;
    }
    limit = filled + size;
    if (limit > out.length) {
      out = Arrays.copyOf(out, Math.max(limit, Math.min(2 * limit, keep + 4 * size)));
    }
  }

  private void frame() throws DataFormatException {
    int magic = littleEndian(4);
    if ((magic & ~15) == SKIPPABLE) {
      int length = littleEndian(4);
      take(length);
      return;
    }
    if (magic != MAGIC) {
      throw new DataFormatException("no Zstandard frame");
    }
    int descriptor = littleEndian(1);
    boolean single = (descriptor & 0x20) != 0;
    checksum = (descriptor & 4) != 0;
    long size = 0;
    if (!single) {
      int code = littleEndian(1);
      long base = 1L << 10 + (code >> 3);
      size = base + base / 8 * (code & 7);
    }
    if ((descriptor & 3) != 0) {
      throw new DataFormatException("a dictionary is not supported");
    }
    int sizeCode = descriptor >> 6;
    int sizeBytes = sizeCode == 0 ? (single ? 1 : 0) : 1 << sizeCode;
    long content = 0;
    for (int i = 0; i < sizeBytes; i++) {
      content |= (long) littleEndian(1) << 8 * i;
    }
    if (single) {
      size = content + (sizeCode == 1 ? 256 : 0);
    }
    if (size < 0 || size > MOST_WINDOW) {
      throw new DataFormatException("a window of " + size + " bytes");
    }
    window = (int) size;
    huffman = null;
    sequences = new ZstdSequences();
    inFrame = true;
  }

  private void block() throws DataFormatException {
    int header = littleEndian(3);
    int size = header >>> 3;
    switch (header >> 1 & 3) {
      case RAW:
        append(in, take(size), size);
        break;
      case CONSTANT:
        int value = take(1);
        room(size);
        Arrays.fill(out, filled, filled + size, in[value]);
        filled += size;
        break;
      case COMPRESSED:
        if (size > MOST_BLOCK) {
          throw new DataFormatException("a block of " + size + " bytes");
        }
        compressed(take(size), at);
        break;
      default:
        throw new DataFormatException("a block of unknown kind");
    }
    if ((header & 1) != 0) {
      inFrame = false;
      take(checksum ? 4 : 0);
    }
  }

  private void compressed(int start, int blockEnd) throws DataFormatException {
    int first = in[start] & 0xff;
    int kind = first & 3;
    int format = first >> 2 & 3;
    int count;
    int behind;
    byte[] literals;
    if (kind <= CONSTANT) {
      int width = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
      count = (int) (word(start, blockEnd, width) >> (width == 1 ? 3 : 4));
      checkLiterals(count);
      int data = start + width;
      behind = data + (kind == RAW ? count : 1);
      if (behind > blockEnd) {
        throw new DataFormatException("literals that are cut short");
      }
      literals = new byte[count];
      if (kind == RAW) {
        System.arraycopy(in, data, literals, 0, count);
      } else {
        Arrays.fill(literals, in[data]);
      }
    } else {
      int width = format < 2 ? 3 : format + 2;
      int bits = format < 2 ? 10 : format == 2 ? 14 : 18;
      long word = word(start, blockEnd, width);
      count = (int) (word >> 4) & (1 << bits) - 1;
      int size = (int) (word >> 4 + bits) & (1 << bits) - 1;
      checkLiterals(count);
      int data = start + width;
      behind = data + size;
      if (behind > blockEnd) {
        throw new DataFormatException("literals that are cut short");
      }
      literals = new byte[count];
      huffman(data, behind, kind == COMPRESSED, format != 0, literals);
    }
    sequences.apply(in, behind, blockEnd, literals, count, this);
  }

  private void huffman(int start, int to, boolean described, boolean four, byte[] literals)
      throws DataFormatException {
    int data = start;
    if (described) {
      ZstdHuffman.Read read = ZstdHuffman.read(in, data, to);
      huffman = read.code();
      data = read.end();
    } else if (huffman == null) {
      throw new DataFormatException("no Huffman code to use again");
    }
    if (!four) {
      huffman.decode(in, data, to, literals, 0, literals.length);
      return;
    }
    int part = (literals.length + 3) / 4;
    int stream = data + 6;
    for (int i = 0; i < 4; i++) {
      int stop = i == 3 ? to : stream + (int) word(data + 2 * i, to, 2);
      int done = i * part;
      int count = i == 3 ? literals.length - done : part;
      if (stop > to || stream > stop || count < 0 || done > literals.length) {
        throw new DataFormatException("literals whose parts do not fit");
      }
      huffman.decode(in, stream, stop, literals, done, count);
      stream = stop;
    }
  }

  private static void checkLiterals(int count) throws DataFormatException {
    if (count > MOST_BLOCK) {
      throw new DataFormatException(count + " literals in one block");
    }
  }

  /** Copies bytes to the output. */
  void append(byte[] bytes, int from, int count) throws DataFormatException {
    room(count);
    System.arraycopy(bytes, from, out, filled, count);
    filled += count;
  }

  /** Repeats bytes of the output; what is repeated may include what the repetition writes. */
  void repeat(int distance, int count) throws DataFormatException {
    room(count);
    if (distance > filled || distance > window && distance > MOST_BLOCK) {
      throw new DataFormatException("a distance of " + distance + " reaches before the window");
    }
    int from = filled - distance;
    if (distance >= count) {
      System.arraycopy(out, from, out, filled, count);
    } else {
      for (int i = 0; i < count; i++) {
        out[filled + i] = out[from + i];
      }
    }
    filled += count;
  }

  private void room(int count) throws DataFormatException {
    if (count < 0 || count > limit - filled) {
      throw new DataFormatException("Zstandard data that unpacks to more than it should");
    }
  }

  private int take(int count) throws DataFormatException {
    if (count < 0 || count > end - at) {
      throw new DataFormatException("Zstandard data that is cut short");
    }
    int start = at;
    at += count;
    return start;
  }

  private int littleEndian(int count) throws DataFormatException {
    return (int) word(take(count), end, count);
  }

  private long word(int start, int stop, int count) throws DataFormatException {
    if (count > stop - start) {
      throw new DataFormatException("Zstandard data that is cut short");
    }
    long word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << 8 | in[start + i] & 0xff;
    }
    return word;
  }
}
