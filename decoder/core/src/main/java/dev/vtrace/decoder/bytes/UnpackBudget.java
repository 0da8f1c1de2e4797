// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much disk may be taken for what was unpacked or came from a pipe, by all inputs that are open
 * at one time: 16 GiB, and for each of them at most half of what was free when it was begun, so
 * that no input can fill a disk that others need.
 */
public final class UnpackBudget {
  /** The one budget of this process. */
  public static final UnpackBudget PROCESS = new UnpackBudget(16L << 30);

  private final long most;
  private final AtomicLong held = new AtomicLong();

  /** A budget of so many bytes. */
  UnpackBudget(long most) {
    this.most = most;
  }

  /**
   * A share for one input, with nothing taken yet.
   *
   * @param name of the input, for the sentence that refuses it
   * @param folder where it is written to
   */
  public Share share(String name, Path folder) throws IOException {
    return new Share(name, folder, Files.getFileStore(folder).getUsableSpace() / 2);
  }

  /** Bytes that are taken now. */
  long held() {
    return held.get();
  }

  /** What one input has taken; given back when it is closed. For one thread at a time. */
  public final class Share implements Closeable {
    private final String name;
    private final Path folder;
    private final long room;
    private long taken;

    private Share(String name, Path folder, long room) {
      this.name = name;
      this.folder = folder;
      this.room = room;
    }

    /**
     * Takes more.
     *
     * @throws IOException if that is too much; nothing is taken then
     */
    public void spend(long bytes) throws IOException {
      if (taken + bytes > room) {
        throw new IOException(
            name + ": would take more than half of the space that is free in " + folder);
      }
      if (held.addAndGet(bytes) > most) {
        held.addAndGet(-bytes);
        throw new IOException(
            name
                + ": is refused: with it, unpacked data would take more than "
                + (most >> 30)
                + " GiB; unpack it yourself if you trust it");
      }
      taken += bytes;
    }

    @Override
    public void close() {
      held.addAndGet(-taken);
      taken = 0;
    }
  }
}
