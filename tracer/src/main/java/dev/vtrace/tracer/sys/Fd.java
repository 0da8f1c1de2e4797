// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A descriptor that this process owns. It is given back exactly once. */
public final class Fd implements Closeable {
  private final int number;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over a descriptor. */
  public Fd(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      // Linux gives the number back whatever it answers, so there is nothing to try again.
      Libc.close(number);
    }
  }

  /** A new event counter. */
  public static Fd eventfd() throws IOException {
    return of("eventfd", Libc.eventfd(0, Libc.SOCK_CLOEXEC));
  }

  /** A new file without a path. */
  public static Fd memfd(String name) throws IOException {
    return of("memfd_create", Libc.memfd_create(name, 1));
  }

  /** A file to read and write, which is made if it is not there. */
  public static Fd open(Path file) throws IOException {
    int flags = Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC;
    return of(file.toString(), Libc.open(file.toString(), flags, Libc.OWNER));
  }

  static Fd of(String call, int result) throws IOException {
    if (result < 0) {
      throw SystemException.of(call);
    }
    return new Fd(result);
  }

  @Override
  public String toString() {
    return "descriptor " + number;
  }
}
