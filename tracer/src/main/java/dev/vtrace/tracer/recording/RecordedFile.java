// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file of a capture. What is handed over in one piece is in the file as a whole or, where the
 * disk refuses it, not at all, so that a file of records stays readable and can go on once there is
 * room again.
 */
public final class RecordedFile extends OutputStream {
  private final CaptureDirectory directory;
  private final Path path;
  private final FileChannel channel;
  private final Digest digest = new Digest();
  private long end;
  private boolean rewritten;

  RecordedFile(CaptureDirectory directory, Path path, FileChannel channel) {
    this.directory = directory;
    this.path = path;
    this.channel = channel;
  }

  public Path path() {
    return path;
  }

  /** The name in {@code capture.json}. */
  public String name() {
    return path.getFileName().toString();
  }

  /** Bytes up to now, holes with them. */
  public synchronized long size() {
    return end;
  }

  /** Whether nothing more will be written. */
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int at, int count) throws IOException {
    put(end, ByteBuffer.wrap(bytes, at, count));
  }

  /**
   * Writes at a position, which may lie past the end: what was left out is a hole then.
   *
   * @throws IOException if the disk refuses it; the file is as before
   */
  public synchronized void writeAt(long position, byte[] bytes, int at, int count)
      throws IOException {
    put(position, ByteBuffer.wrap(bytes, at, count));
  }

  /**
   * How many bytes there are whose digest is not known yet and that will not change; none where
   * something was written over, whose digest is made at the end.
   */
  synchronized long undigested() {
    return rewritten ? 0 : end - digest.done();
  }

  /** Of what is written; for one thread at a time. */
  Digest digest() {
    return digest;
  }

  /** Nothing more is written: the digest is that of all there is. */
  synchronized Digest finalDigest() {
    if (rewritten) {
      digest.restart();
    }
    return digest;
  }

  private void put(long position, ByteBuffer bytes) throws IOException {
    rewritten |= position < end;
    long at = position;
    try {
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      if (channel.isOpen() && channel.size() > end) {
        channel.truncate(end);
      }
      throw e;
    }
    end = Math.max(end, at);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    directory.closed(this);
  }
}
