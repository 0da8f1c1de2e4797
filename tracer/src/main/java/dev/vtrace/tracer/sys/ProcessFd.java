// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A process of this machine, held by a descriptor (pidfd_open(2), Linux 5.3 and later), so that its
 * number cannot become another's in the meantime. It need not be a child.
 */
public final class ProcessFd implements Closeable {
  /**
   * {@code PIDFD_GET_INFO} of {@code <linux/pidfd.h>}, Linux 6.13 and later. The first 64 bytes of
   * {@code struct pidfd_info}: 0 mask (64 bits), 60 wait status, which is there after somebody has
   * waited for the process (Linux 6.15 and later).
   */
  private static final long GET_INFO = 0xc040_ff0bL;

  private static final int INFO_SIZE = 64;
  private static final int INFO_STATUS = 60;
  private static final long INFO_EXIT = 1L << 3;

  /** In {@code /proc/PID/stat}, counted from the state after the name on. */
  private static final int STAT_STATUS = 49;

  private static final int TRIES = 3;

  private final Fd fd;
  private final long pid;

  private ProcessFd(Fd fd, long pid) {
    this.fd = fd;
    this.pid = pid;
  }

  /** Of a process that runs; null where there is none, or the kernel is too old. */
  public static @Nullable ProcessFd open(long pid) {
    int number = (int) Libc.syscall(Libc.PIDFD_OPEN, pid, 0);
    return number < 0 ? null : new ProcessFd(new Fd(number), pid);
  }

  /** Waits for its end, at most so long; whether it has ended. */
  public boolean awaitEnd(int millis) {
    return Sockets.poll(fd, Libc.POLLIN, millis) != 0;
  }

  /**
   * The status of wait(2) of a process that has ended: a signal in the lowest 7 bits, else what it
   * returned in the next byte but that. Empty where the system does not tell.
   */
  public OptionalInt status() {
    // Between the two somebody may wait for it, so both are asked again.
    for (int i = 0; i < TRIES; i++) {
      OptionalInt status = unwaited();
      status = status.isPresent() ? status : waited();
      if (status.isPresent()) {
        return status;
      }
    }
    return OptionalInt.empty();
  }

  private OptionalInt waited() {
    try (Memory info = new Memory(INFO_SIZE)) {
      info.clear();
      info.setLong(0, INFO_EXIT);
      int result = Libc.ioctl(fd.number(), GET_INFO, Pointer.nativeValue(info));
      boolean known = result >= 0 && (info.getLong(0) & INFO_EXIT) != 0;
      return known ? OptionalInt.of(info.getInt(INFO_STATUS)) : OptionalInt.empty();
    }
  }

  private OptionalInt unwaited() {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
      String[] words = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
      boolean ended = words.length > STAT_STATUS && words[0].equals("Z");
      // Who may not see it is told 0, which an orderly end looks like.
      int status = ended ? Integer.parseInt(words[STAT_STATUS]) : 0;
      return status != 0 ? OptionalInt.of(status) : OptionalInt.empty();
    } catch (IOException | RuntimeException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
