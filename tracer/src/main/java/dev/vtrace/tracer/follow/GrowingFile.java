// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A file that somebody appends to. Goes on in the new file when the name is given to another one
 * (rotation by rename), and from the beginning when the file gets shorter (rotation by copy and
 * truncation), also when it has grown past the old place by then.
 */
final class GrowingFile extends LogInput {
  private static final int POLL_MS = 20;

  /** The bytes before the place reached; if they are others now, the file was rewritten. */
  private static final int TAIL = 64;

  private final Path path;
  private final Consumer<String> notes;
  private final Object wait = new Object();
  private FileChannel channel;
  private Object key;
  private long position;
  private byte[] tail = {};
  private boolean lineOpen;
  private boolean closed;

  GrowingFile(Path path, Start start, Consumer<String> notes) throws IOException {
    this.path = path;
    this.notes = notes;
    open();
    if (start == Start.END) {
      position = channel.size();
      int kept = (int) Math.min(position, TAIL);
      tail = at(position - kept, kept);
      // A line that was begun before is not ours.
      lineOpen = false;
    }
  }

  private void open() throws IOException {
    channel = FileChannel.open(path, StandardOpenOption.READ);
    key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    position = 0;
    tail = new byte[0];
  }

  @Override
  public int read(byte[] bytes, int at, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (channel.isOpen()) {
      boolean last;
      synchronized (wait) {
        last = closed;
      }
      if (channel.size() != position && rewritten()) {
        notes.accept(path + " was truncated; following it from its beginning");
        position = 0;
        tail = new byte[0];
        if (endLine(bytes, at)) {
          return 1;
        }
      }
      int got = channel.read(ByteBuffer.wrap(bytes, at, count), position);
      if (got > 0) {
        advance(bytes, at, got);
        return got;
      }
      if (last) {
        channel.close();
        return -1;
      }
      if (rotated()) {
        notes.accept(path + " was rotated; following the new file");
        channel.close();
        open();
        if (endLine(bytes, at)) {
          return 1;
        }
      } else {
        pause();
      }
    }
    return -1;
  }

  private void advance(byte[] bytes, int at, int got) {
    position += got;
    lineOpen = bytes[at + got - 1] != '\n';
    if (got >= TAIL) {
      tail = Arrays.copyOfRange(bytes, at + got - TAIL, at + got);
    } else {
      int kept = Math.min(tail.length, TAIL - got);
      byte[] next = new byte[kept + got];
      System.arraycopy(tail, tail.length - kept, next, 0, kept);
      System.arraycopy(bytes, at, next, kept, got);
      tail = next;
    }
  }

  /** A line that was cut by the rotation is not continued by what comes next. */
  private boolean endLine(byte[] bytes, int at) {
    if (!lineOpen) {
      return false;
    }
    lineOpen = false;
    bytes[at] = '\n';
    return true;
  }

  private boolean rewritten() throws IOException {
    return channel.size() < position
        || !Arrays.equals(tail, at(position - tail.length, tail.length));
  }

  private byte[] at(long from, int count) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(count);
    while (out.hasRemaining()) {
      if (channel.read(out, from + out.position()) < 0) {
        break;
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private boolean rotated() throws IOException {
    try {
      return !Files.readAttributes(path, BasicFileAttributes.class).fileKey().equals(key);
    } catch (NoSuchFileException e) {
      // Moved away, and the new one is not there yet.
      return false;
    }
  }

  private void pause() {
    synchronized (wait) {
      if (!closed) {
        try {
          wait.wait(POLL_MS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          closed = true;
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (wait) {
      closed = true;
      wait.notifyAll();
    }
  }
}
