// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.bytes.ArchiveIndex;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.PackedForm;
import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.decoder.bytes.TarCopy;
import dev.vtrace.decoder.bytes.UnlinkedFile;
import dev.vtrace.decoder.bytes.UnpackBudget;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipError;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A zip archive whose files can be read by their paths, without unpacking it to a disk. Everything
 * in it has been compared with the sizes and checksums that the archive itself states.
 */
final class Archive {
  private static final int CHUNK = 64 * 1024;

  /** Gives disk back that an archive took, once nobody can read it any more. */
  private static final Cleaner CLEANER = Cleaner.create();

  private Archive() {}

  /**
   * Opens an archive and returns the folder in it that has the files: where a tool packed one
   * folder, that.
   *
   * @throws IOException if it is damaged, or has what an honest archive of a capture has not
   */
  static Path open(Path archive) throws IOException {
    return open(archive, archive, Files.size(archive));
  }

  /**
   * Opens an archive that is packed itself, in a copy that has lost its name when this returns.
   *
   * @param packed what to unpack, perhaps in another archive
   * @param shown the file that people know, in which all of it lies
   * @throws IOException as {@link #open}, or if it unpacks to too much
   */
  static Path unpacked(Path packed, Path shown) throws IOException {
    UnpackBudget.Share share = UnpackBudget.PROCESS.share(shown.toString(), UnlinkedFile.folder());
    try (PrivateFolder temporary = PrivateFolder.create()) {
      Path copy = temporary.path().resolve("archive.zip");
      // Of a pipe nobody knows the size; what was packed in it has been counted as it was read.
      boolean known = Files.isRegularFile(shown);
      long size = known ? Files.size(shown) : Long.MAX_VALUE;
      copy(packed, copy, share, new TarCopy(shown.toString(), size, share));
      Path folder = open(copy, shown, known ? size : Files.size(copy));
      CLEANER.register(folder.getFileSystem(), share::close);
      return folder;
    } catch (IOException | RuntimeException e) {
      share.close();
      throw e;
    }
  }

  private static void copy(Path from, Path to, UnpackBudget.Share share, TarCopy tar)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = new BufferedInputStream(Inputs.look(from), CHUNK);
        OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
      in.mark(PackedForm.TAR_HEAD);
      byte[] head = in.readNBytes(PackedForm.TAR_HEAD);
      in.reset();
      if (PackedForm.isTar(head, head.length)) {
        OutputStream buffered = new BufferedOutputStream(out, CHUNK);
        tar.copy(in, buffered);
        buffered.flush();
        return;
      }
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        share.spend(n);
        out.write(chunk, 0, n);
      }
    }
  }

  /** Closes the archive that a path leads into. */
  static void close(Path inside) throws IOException {
    try {
      inside.getFileSystem().close();
    } catch (NoSuchFileException e) {
      // Of an unpacked one the file is gone.
    }
  }

  private static Path open(Path archive, Path shown, long packed) throws IOException {
    List<ArchiveIndex.ArchiveEntry> entries = ArchiveIndex.read(archive, shown.toString(), packed);
    Path root = mount(archive, shown);
    try {
      return folder(shown, root, entries);
    } catch (IOException | RuntimeException e) {
      close(root);
      throw e;
    }
  }

  private static Path folder(Path archive, Path root, List<ArchiveIndex.ArchiveEntry> entries)
      throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    for (ArchiveIndex.ArchiveEntry entry : entries) {
      sums.put(entry.name(), verified(archive, path(archive, root, entry), entry));
    }
    nothingElse(archive, root, entries);
    Path folder = root;
    String inside = "";
    for (String only = onlyFolder(entries, inside); only != null; ) {
      inside = only;
      folder = root.resolve(inside);
      only = onlyFolder(entries, inside);
    }
    manifest(archive, folder, inside, sums);
    return folder;
  }

  private static Path path(Path archive, Path root, ArchiveIndex.ArchiveEntry entry)
      throws IOException {
    Path path = null;
    try {
      path = root.resolve(entry.name());
    } catch (InvalidPathException e) {
      // Said below.
    }
    if (path == null || !Files.isRegularFile(path)) {
      throw twice(archive);
    }
    return path;
  }

  /**
   * The system's reader of archives may find another directory in one than we did, if somebody made
   * it so; then it shows files that were never compared with anything.
   */
  private static void nothingElse(Path archive, Path root, List<ArchiveIndex.ArchiveEntry> entries)
      throws IOException {
    int files = 0;
    try (Stream<Path> all = Files.walk(root)) {
      for (Iterator<Path> each = all.iterator(); each.hasNext(); ) {
        files += Files.isRegularFile(each.next()) ? 1 : 0;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (files != entries.size()) {
      throw twice(archive);
    }
  }

  private static IOException twice(Path archive) {
    return new IOException(archive + ": is refused: its directory can be read in two ways");
  }

  private static Path mount(Path archive, Path shown) throws IOException {
    try {
      // Kept open: its files are read for as long as the capture is used, and it goes with it.
      FileSystem files = FileSystems.newFileSystem(archive, (ClassLoader) null);
      return files.getPath("/");
    } catch (ZipException | ZipError | RuntimeException e) {
      throw new IOException(shown + ": is a damaged zip archive (" + e.getMessage() + ")", e);
    }
  }

  /** The one folder that everything below a folder is in, or null. */
  private static @Nullable String onlyFolder(
      List<ArchiveIndex.ArchiveEntry> entries, String inside) {
    String only = null;
    for (ArchiveIndex.ArchiveEntry entry : entries) {
      int slash = entry.name().indexOf('/', inside.length());
      String folder = slash < 0 ? null : entry.name().substring(0, slash + 1);
      if (folder == null || only != null && !only.equals(folder)) {
        return null;
      }
      only = folder;
    }
    return only;
  }

  /** Reads a file of it to its end; returns its SHA-256. */
  private static String verified(Path archive, Path file, ArchiveIndex.ArchiveEntry entry)
      throws IOException {
    MessageDigest digest = sha256();
    CRC32 crc = new CRC32();
    long left = entry.size();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        left -= n;
        if (left < 0) {
          throw refuse(archive, entry, "unpacks to more than the " + entry.size() + " bytes told");
        }
        digest.update(chunk, 0, n);
        crc.update(chunk, 0, n);
      }
    } catch (EOFException e) {
      throw refuse(archive, entry, "is cut");
    } catch (ZipException e) {
      throw refuse(archive, entry, "cannot be unpacked (" + e.getMessage() + ")");
    }
    if (left > 0) {
      throw refuse(archive, entry, "is cut: " + left + " bytes are missing");
    }
    if (crc.getValue() != entry.crc()) {
      throw refuse(archive, entry, "is damaged: its checksum is wrong");
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Compares the files with the SHA-256 sums of the capture's own description. */
  private static void manifest(Path archive, Path folder, String inside, Map<String, String> sums)
      throws IOException {
    for (Map.Entry<String, String> told : Manifest.sums(folder).entrySet()) {
      String sum = sums.get(inside + told.getKey());
      if (sum != null && !sum.equals(told.getValue())) {
        throw new IOException(
            archive
                + ": "
                + told.getKey()
                + " in it was changed: its SHA-256 is not the one in capture.json");
      }
    }
  }

  private static IOException refuse(Path archive, ArchiveIndex.ArchiveEntry entry, String why) {
    return new IOException(archive + ": " + entry.name() + " in it " + why);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
