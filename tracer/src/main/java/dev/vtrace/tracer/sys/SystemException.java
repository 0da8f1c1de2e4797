// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import com.sun.jna.Native;
import java.io.IOException;

/** A system call was refused. The message is what was tried, and the system's reason. */
public final class SystemException extends IOException {
  /** Numbers of {@code <asm-generic/errno.h>} that somebody asks for. */
  public static final int EINTR = 4;

  public static final int EAGAIN = 11;
  public static final int EPIPE = 32;
  public static final int ECONNRESET = 104;
  public static final int EISCONN = 106;
  public static final int ECONNREFUSED = 111;
  public static final int EALREADY = 114;
  public static final int EINPROGRESS = 115;

  private static final long serialVersionUID = 1L;

  private final int number;

  private SystemException(String what, int number) {
    super(what + ": " + describe(number));
    this.number = number;
  }

  /** For the call that this thread made last. */
  static SystemException of(String what) {
    return new SystemException(what, Native.getLastError());
  }

  /** The {@code errno}. */
  public int number() {
    return number;
  }

  private static String describe(int number) {
    String text = Libc.strerror(number);
    return text.isEmpty()
        ? "error " + number
        : text.substring(0, 1).toLowerCase() + text.substring(1);
  }
}
