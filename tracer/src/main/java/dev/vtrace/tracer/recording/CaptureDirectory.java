// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.InputRole;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A capture that is being written: a directory that only its owner may enter, with {@code
 * capture.json} and the files that it names. The description is complete from the first file on and
 * replaced as a whole, so that whatever ends the process leaves a capture that can be read.
 *
 * <p>Safe for use by several threads.
 */
public final class CaptureDirectory implements Closeable {
  static final String MANIFEST = "capture.json";
  private static final String TEMPORARY = "." + MANIFEST;

  /** Kept free for the last description, on a disk that the recording has filled. */
  static final String RESERVE = ".reserve";

  private static final int RESERVED = 64 * 1024;

  /** What the digest of a growing file goes on by; less is left for later. */
  static final int PIECE = 1 << 20;

  private final Path path;
  private final HeldDirectory held;
  private final String tool;
  private final Map<String, CaptureDescription.Process> participants = new LinkedHashMap<>();
  private final Map<String, CaptureDescription.DescribedFile> items = new LinkedHashMap<>();
  private final List<CaptureDescription.RecordedGap> gaps = new ArrayList<>();
  private final List<RecordedFile> open = new ArrayList<>();
  private final Map<String, RecordedFile> written = new LinkedHashMap<>();
  private boolean closed;

  private CaptureDirectory(Path path, HeldDirectory held, String tool) {
    this.path = path;
    this.held = held;
    this.tool = tool;
  }

  /**
   * Makes the directory, or takes one of ours that is empty.
   *
   * @param tool the program that records, with its version
   * @throws IOException if it cannot be made, is somebody else's, or holds something
   */
  public static CaptureDirectory create(Path path, String tool) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    CaptureDirectory made = new CaptureDirectory(path, HeldDirectory.hold(path), tool);
    try {
      made.describe();
      try (FileChannel reserve = made.held.create(RESERVE)) {
        reserve.write(ByteBuffer.allocate(RESERVED));
      }
    } catch (IOException e) {
      made.held.close();
      throw e;
    }
    return made;
  }

  public Path path() {
    return path;
  }

  /** Tells of a QEMU; one of the same name is replaced. */
  public synchronized void participant(CaptureDescription.Process process) throws IOException {
    participants.put(process.name(), process);
    describe();
  }

  /**
   * Makes a file in the capture.
   *
   * @param name its name, without a folder
   * @param kind what it is, in the words of the decoder's {@code InputKind.label()}
   * @param participant the QEMU that it is about, or empty
   */
  public synchronized RecordedFile file(
      String name, InputRole role, String kind, String participant) throws IOException {
    if (closed) {
      throw new IOException(path + ": the capture is complete already");
    }
    RecordedFile file = new RecordedFile(this, path.resolve(name), held.create(name));
    open.add(file);
    written.put(name, file);
    adopt(name, role, kind, participant);
    return file;
  }

  /** Lists a file that another process writes into the directory. */
  public synchronized void adopt(String name, InputRole role, String kind, String participant)
      throws IOException {
    items.put(name, new CaptureDescription.DescribedFile(name, role, kind, participant, -1, ""));
    describe();
  }

  /** A file name that is not in use: {@code stream.bin}, then {@code 2-stream.bin}. */
  public synchronized String unused(String name) {
    String free = name;
    for (int i = 2; items.containsKey(free); i++) {
      free = i + "-" + name;
    }
    return free;
  }

  /**
   * Notes that something could not be recorded. It is in the description as soon as that can be
   * written.
   */
  public synchronized void gap(CaptureDescription.RecordedGap gap) {
    gaps.add(gap);
    try {
      describe();
    } catch (IOException e) {
      // The disk that lacks the evidence often lacks room for this, too; close() tries again.
    }
  }

  /**
   * Goes on with the digest of one file, so that less is left for {@link #close}.
   *
   * @return whether there was enough to do
   */
  synchronized boolean digestSome() {
    for (RecordedFile each : written.values()) {
      if (!closed && each.undigested() >= PIECE && goesOn(each)) {
        return true;
      }
    }
    return false;
  }

  private boolean goesOn(RecordedFile recorded) {
    Digest digest = recorded.digest();
    long before = digest.done();
    try (FileChannel file = held.read(recorded.name())) {
      digest.goOn(file, before + PIECE);
    } catch (IOException e) {
      // Whether the file can be read shows when the capture is closed.
    }
    return digest.done() > before;
  }

  /** What could not be recorded up to now. */
  public synchronized List<CaptureDescription.RecordedGap> gaps() {
    return List.copyOf(gaps);
  }

  /**
   * Closes all files and completes the description with their sizes and digests.
   *
   * @throws IOException if that cannot be written; what was described before stays
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (held) {
      finish();
    }
  }

  private void finish() throws IOException {
    held.delete(RESERVE);
    for (RecordedFile file : List.copyOf(open)) {
      file.close();
    }
    for (CaptureDescription.DescribedFile item : List.copyOf(items.values())) {
      long size = held.size(item.name());
      if (size >= 0) {
        complete(item, size, "");
      }
    }
    describe();
    for (CaptureDescription.DescribedFile item : List.copyOf(items.values())) {
      if (item.size() >= 0) {
        try (FileChannel file = held.read(item.name())) {
          RecordedFile ours = written.get(item.name());
          Digest digest = ours == null ? new Digest() : ours.finalDigest();
          complete(item, item.size(), digest.of(file, item.size()));
        }
      }
    }
    describe();
  }

  /** Removes a closed capture that has no file: one whose recording never began. */
  public synchronized void discardIfEmpty() throws IOException {
    if (items.isEmpty()) {
      Files.deleteIfExists(path.resolve(MANIFEST));
      Files.deleteIfExists(path);
    }
  }

  private void complete(CaptureDescription.DescribedFile item, long size, String sha256) {
    items.put(
        item.name(),
        new CaptureDescription.DescribedFile(
            item.name(), item.role(), item.kind(), item.participant(), size, sha256));
  }

  /** The descriptor of a file is given back. */
  synchronized void closed(RecordedFile file) {
    open.remove(file);
  }

  private void describe() throws IOException {
    CaptureDescription description =
        new CaptureDescription(
            tool, List.copyOf(participants.values()), List.copyOf(items.values()), gaps, List.of());
    // What an interrupted description has left.
    held.delete(TEMPORARY);
    try (OutputStream out = Channels.newOutputStream(held.create(TEMPORARY))) {
      description.write(out);
    }
    held.move(TEMPORARY, MANIFEST);
  }
}
