// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The central directory of a zip archive, read with distrust: whoever sends a bug report may send
 * anything. It is the only reader of such directories: of archives that are a capture, whose names
 * are paths, and of one file in an archive, whose name says nothing. Source of the layout: PKWARE's
 * APPNOTE.TXT 6.3.10; all numbers are little-endian.
 */
public final class ArchiveIndex {
  /** More files than any capture has. */
  static final int MOST_ENTRIES = 10_000;

  /** Longer than any name in a capture, bytes; each folder in it costs as much again. */
  private static final int LONGEST_NAME = 1024;

  private static final int MOST_FOLDERS = 32;

  /** More than vtrace wants to unpack; deflate makes a thousandth of what is all zero. */
  private static final long MOST_BYTES = 16L << 30;

  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int END64_LOCATOR = 0x07064b50;
  private static final int END64 = 0x06064b50;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int EXTRA_64 = 1;
  private static final int ENCRYPTED = 1;
  private static final int UNIX = 3;
  private static final int LINK = 0xa000;
  private static final int FORMAT_MASK = 0xf000;
  private static final long ABSENT_32 = 0xffff_ffffL;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final long MOST_INDEX = 64L << 20;

  private final String file;
  private final long archive;
  private final long times;

  /** Whether names are used as paths, and all of it is unpacked at once. */
  private final boolean folder;

  private final Set<String> names = new HashSet<>();
  private final List<ArchiveEntry> entries = new ArrayList<>();
  private final List<ByteRange> ranges = new ArrayList<>();
  private long unpacked;

  private ArchiveIndex(String file, long archive, long times, boolean folder) {
    this.file = file;
    this.archive = archive;
    this.times = times;
    this.folder = folder;
  }

  /** Where an entry lies in the archive, with its header. */
  private record ByteRange(long from, long to) {}

  /**
   * One file of an archive.
   *
   * @param name with {@code /} between folders
   * @param size unpacked, bytes
   * @param crc CRC-32 of what it unpacks to
   */
  public record ArchiveEntry(String name, long size, long crc) {}

  /**
   * Reads the names and sizes of all files of a capture.
   *
   * @param shown the name for sentences
   * @param packed bytes of the file that all of it came in
   * @throws IOException if it is damaged, or has what an honest archive of a capture has not
   */
  public static List<ArchiveEntry> read(Path archive, String shown, long packed)
      throws IOException {
    long size = Files.size(archive);
    long times = size == packed ? UnpackRatio.DEFLATE : UnpackRatio.ANY;
    ArchiveIndex index = new ArchiveIndex(shown, packed, times, true);
    try (SeekableByteChannel in = Files.newByteChannel(archive)) {
      Optional<DirectoryPlace> directory = index.find(in);
      if (directory.isEmpty()) {
        throw index.refuse("is cut: the end of the zip archive is missing");
      }
      index.read(in, directory.get());
    }
    return List.copyOf(index.entries);
  }

  /**
   * The file of an archive that holds nothing else; what it unpacks to begins at its first byte.
   * Its name may be anything, and its size too: nothing is read by its name, and what unpacks it
   * has limits.
   *
   * @return empty for an archive of several files or of folders, or one that is cut
   * @throws IOException if there is one file only, which is refused or damaged
   */
  static Optional<ArchiveEntry> only(Path archive) throws IOException {
    ArchiveIndex index =
        new ArchiveIndex(archive.toString(), Files.size(archive), UnpackRatio.DEFLATE, false);
    try (SeekableByteChannel in = Files.newByteChannel(archive)) {
      Optional<DirectoryPlace> directory = index.find(in);
      if (directory.isEmpty() || directory.get().count() != 1) {
        return Optional.empty();
      }
      index.read(in, directory.get());
    }
    if (index.ranges.size() != 1 || index.ranges.get(0).from() != 0) {
      throw index.refuse("is refused: its directory can be read in two ways");
    }
    return index.entries.stream().findFirst();
  }

  /** Where the directory lies, and how many entries it is said to have. */
  private record DirectoryPlace(long offset, long length, long count) {}

  /** Empty where the end of the archive is missing. */
  private Optional<DirectoryPlace> find(SeekableByteChannel in) throws IOException {
    long size = in.size();
    int tail = (int) Math.min(size, END_SIZE + LONGEST_COMMENT);
    ByteBuffer end = bytes(in, size - tail, tail);
    int at = tail - END_SIZE;
    while (at >= 0 && end.getInt(at) != END) {
      at--;
    }
    if (at < 0) {
      return Optional.empty();
    }
    int locator = at - 20;
    if (locator >= 0 && end.getInt(locator) == END64_LOCATOR) {
      ByteBuffer wide = bytes(in, end.getLong(locator + 8), 56);
      if (wide.getInt(0) != END64) {
        throw refuse("is damaged: its zip64 record is not where it should be");
      }
      return Optional.of(new DirectoryPlace(wide.getLong(48), wide.getLong(40), wide.getLong(32)));
    }
    return Optional.of(
        new DirectoryPlace(
            end.getInt(at + 16) & ABSENT_32,
            end.getInt(at + 12) & ABSENT_32,
            end.getShort(at + 10) & 0xffff));
  }

  private void read(SeekableByteChannel in, DirectoryPlace directory) throws IOException {
    long size = in.size();
    long length = directory.length();
    long offset = directory.offset();
    if (length < 0 || length > MOST_INDEX || offset < 0 || offset > size - length) {
      throw refuse("is damaged: its directory lies outside of the file");
    }
    entries(bytes(in, offset, (int) length));
    overlaps(offset);
  }

  /** Each entry lies by itself, before the directory: else a few bytes are read very often. */
  private void overlaps(long directory) throws IOException {
    ranges.sort(Comparator.comparingLong(ByteRange::from));
    long free = 0;
    for (ByteRange range : ranges) {
      if (range.from() < free) {
        throw refuse("is refused: its files overlap");
      }
      free = range.to();
    }
    if (free > directory) {
      throw refuse("is refused: its files overlap its directory");
    }
  }

  private void entries(ByteBuffer in) throws IOException {
    int at = 0;
    while (at + ENTRY_SIZE <= in.limit() && in.getInt(at) == ENTRY) {
      int name = in.getShort(at + 28) & 0xffff;
      int extra = in.getShort(at + 30) & 0xffff;
      int comment = in.getShort(at + 32) & 0xffff;
      if (at + ENTRY_SIZE + name + extra + comment > in.limit()) {
        break;
      }
      entry(in, at, name, extra);
      at += ENTRY_SIZE + name + extra + comment;
    }
    if (at != in.limit()) {
      throw refuse("is damaged: its directory ends inside an entry");
    }
  }

  private void entry(ByteBuffer in, int at, int nameLength, int extra) throws IOException {
    if (nameLength > LONGEST_NAME) {
      throw refuse("is refused: a name in it is " + nameLength + " bytes long");
    }
    byte[] raw = new byte[nameLength];
    in.get(at + ENTRY_SIZE, raw);
    String name = new String(raw, StandardCharsets.UTF_8);
    long size = in.getInt(at + 24) & ABSENT_32;
    long inside = in.getInt(at + 20) & ABSENT_32;
    long place = in.getInt(at + 42) & ABSENT_32;
    int wide = at + ENTRY_SIZE + nameLength;
    int stop = wide + extra;
    while (wide + 4 <= stop) {
      int end = wide + 4 + (in.getShort(wide + 2) & 0xffff);
      if (in.getShort(wide) == EXTRA_64 && end <= stop) {
        // Only what has no room in its ordinary place is here, in this order.
        int field = wide + 4;
        if (size == ABSENT_32 && field + 8 <= end) {
          size = in.getLong(field);
          field += 8;
        }
        if (inside == ABSENT_32 && field + 8 <= end) {
          inside = in.getLong(field);
          field += 8;
        }
        if (place == ABSENT_32 && field + 8 <= end) {
          place = in.getLong(field);
        }
      }
      wide = end;
    }
    check(name, size);
    if (size < 0 || inside < 0 || place < 0 || inside > Long.MAX_VALUE - place - LOCAL_SIZE) {
      throw refuse("is damaged: " + show(name) + " in it lies outside of the file");
    }
    ranges.add(new ByteRange(place, place + LOCAL_SIZE + nameLength + inside));
    if ((in.getShort(at + 8) & ENCRYPTED) != 0) {
      throw refuse("is refused: " + show(name) + " in it is encrypted; unpack it first");
    }
    int mode = in.getInt(at + 38) >>> 16;
    boolean unix = (in.getShort(at + 4) >>> 8 & 0xff) == UNIX;
    if (unix && (mode & FORMAT_MASK) == LINK) {
      throw refuse("is refused: " + show(name) + " in it is a link, not a file");
    }
    if (!name.endsWith("/")) {
      entries.add(new ArchiveEntry(name, size, in.getInt(at + 16) & ABSENT_32));
    }
  }

  private void check(String name, long size) throws IOException {
    if (!names.add(name)) {
      throw refuse("is refused: it holds " + show(name) + " twice");
    }
    if (names.size() > MOST_ENTRIES) {
      throw refuse("is refused: it holds more than " + MOST_ENTRIES + " files");
    }
    if (folder && name.chars().filter(c -> c == '/').count() > MOST_FOLDERS) {
      throw refuse("is refused: " + show(name) + " in it lies too deep in folders");
    }
    if (folder && climbs(name)) {
      throw refuse("is refused: the name " + show(name) + " in it leads out of it");
    }
    unpacked += Math.max(0, size);
    if (UnpackRatio.exceeded(archive, unpacked, times)) {
      throw UnpackRatio.refused(file, times);
    }
    if (size < 0 || folder && unpacked > MOST_BYTES) {
      throw refuse(
          "is refused: it would unpack to more than "
              + (MOST_BYTES >> 30)
              + " GiB; unpack it"
              + " yourself if you trust it");
    }
  }

  /** Whether a name could mean a place outside, here or on another system. */
  private static boolean climbs(String name) {
    if (name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0) {
      return true;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ' || name.charAt(i) == ':') {
        return true;
      }
    }
    for (String part : name.split("/")) {
      if (part.equals("..") || part.equals(".") || part.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** A name of the archive in a sentence: nothing in it can move a terminal's cursor. */
  static String show(String name) {
    StringBuilder out = new StringBuilder("'");
    for (int i = 0; i < Math.min(name.length(), 80); i++) {
      char c = name.charAt(i);
      out.append(c < ' ' || c >= 0x7f && c < 0xa0 ? '?' : c);
    }
    return out.append('\'').toString();
  }

  private ByteBuffer bytes(SeekableByteChannel in, long at, int length) throws IOException {
    if (at < 0 || at > in.size() - length) {
      throw refuse("is damaged: it points outside of the file");
    }
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(at);
    while (out.hasRemaining()) {
      if (in.read(out) < 0) {
        throw refuse("became shorter while it was read");
      }
    }
    return out.flip();
  }

  private IOException refuse(String why) {
    return new IOException(file + ": " + why);
  }
}
