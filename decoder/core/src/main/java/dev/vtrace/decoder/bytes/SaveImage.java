// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@code virsh save} writes: a header of 92 bytes in the byte order of the host, the guest's
 * XML, the migration stream. The header is 16 bytes of magic, then 32-bit words: version, length of
 * what lies between header and stream, running, format (source: src/qemu/qemu_saveimage.h of
 * libvirt 11).
 */
final class SaveImage {
  /** Bytes that tell whether a file is one. */
  static final int HEAD = 16;

  private static final byte[] WHOLE = "LibvirtQemudSave".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PARTIAL = "LibvirtQemudPart".getBytes(StandardCharsets.US_ASCII);
  private static final int SIZE = 92;

  /** A newer version than there will ever be is one in the other byte order. */
  private static final int NEWEST = 0xffff;

  /** By their numbers; raw and sparse are streams as they are. */
  private static final String[] FORMATS = {"raw", "gzip", "bzip2", "xz", "lzop", "zstd", "sparse"};

  private SaveImage() {}

  /** Whether a file that begins so is one. */
  static boolean is(byte[] head, int length) {
    return length >= HEAD
        && (Arrays.equals(head, 0, HEAD, WHOLE, 0, HEAD)
            || Arrays.equals(head, 0, HEAD, PARTIAL, 0, HEAD));
  }

  /**
   * The stream in an image. Where it is stored as it is, offsets are those in the image, and what
   * lies before it reads as zeros, as a gap that nobody wrote.
   *
   * @throws IOException if it is cut within the header, or packed in a way that cannot be read
   */
  static ByteSource of(ByteSource image, Inputs.Head first) throws IOException {
    byte[] raw = new byte[SIZE];
    Header header = Header.of(image.name(), raw, image.read(0, raw, 0, SIZE));
    if (header.begin() > image.size()) {
      throw cut(image.name());
    }
    String form = header.form(image.name());
    if (form.isEmpty()) {
      return new Behind(image, header.begin());
    }
    try (image) {
      return Unpacking.of(image.name(), form, new SourceStream(image, header.begin()), first);
    }
  }

  /**
   * The stream in an image from its first byte on.
   *
   * @param image from its first byte on
   * @throws IOException as {@link #of}
   */
  static InputStream stream(String name, InputStream image) throws IOException {
    byte[] raw = new byte[SIZE];
    Header header = Header.of(name, raw, image.readNBytes(raw, 0, SIZE));
    String form = header.form(name);
    try {
      image.skipNBytes(header.begin() - SIZE);
    } catch (EOFException e) {
      throw cut(name);
    }
    return form.isEmpty() ? image : Unpacking.stream(name, form, image);
  }

  private static IOException cut(String name) {
    return new IOException(name + ": is a libvirt save image that ends inside its XML");
  }

  /**
   * What a header says.
   *
   * @param begin offset of the stream
   */
  private record Header(long begin, String format) {
    static Header of(String name, byte[] raw, int there) throws IOException {
      if (there < SIZE) {
        throw new IOException(name + ": is a libvirt save image that ends inside its header");
      }
      ByteBuffer header = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
      int version = header.getInt(HEAD);
      if (version <= 0 || version > NEWEST) {
        header.order(ByteOrder.BIG_ENDIAN);
      }
      long begin = SIZE + (header.getInt(HEAD + 4) & 0xffff_ffffL);
      int format = header.getInt(HEAD + 12);
      boolean known = format >= 0 && format < FORMATS.length;
      return new Header(begin, known ? FORMATS[format] : "number " + format);
    }

    /** What the stream is compressed with; empty where it is stored as it is. */
    String form(String name) throws IOException {
      switch (format) {
        case "raw":
        case "sparse":
          return "";
        case Unpacking.GZIP:
        case Unpacking.XZ:
        case Unpacking.ZSTD:
          return format;
        default:
          throw new IOException(
              name
                  + ": is a libvirt save image packed with "
                  + format
                  + ", which vtrace cannot read; unpack what follows byte "
                  + begin
                  + " first");
      }
    }
  }

  /** A source of which the first bytes read as zeros. */
  private record Behind(ByteSource image, long begin) implements ByteSource {
    @Override
    public String name() {
      return image.name();
    }

    @Override
    public long size() {
      return image.size();
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws IOException {
      int n = image.read(offset, into, at, length);
      if (offset < begin && n > 0) {
        Arrays.fill(into, at, at + (int) Math.min(n, begin - offset), (byte) 0);
      }
      return n;
    }

    @Override
    public @Nullable FileChannel channel() {
      // Mapped windows lie in guest memory, after the header.
      return image.channel();
    }

    @Override
    public void close() throws IOException {
      image.close();
    }
  }
}
