// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import com.sun.jna.Native;

/**
 * The functions of the C library that are used, by their own names. Pointers and sizes are {@code
 * long}. {@code <sys/socket.h>}, {@code <asm-generic/socket.h>} and {@code <fcntl.h>} have the
 * constants.
 */
final class Libc {
  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_STREAM = 1;
  static final int SOCK_CLOEXEC = 0x80000;

  static final int SOL_SOCKET = 1;
  static final int SO_REUSEADDR = 2;
  static final int SO_TYPE = 3;
  static final int SO_PASSCRED = 16;
  static final int SO_PEERCRED = 17;
  static final int SO_SNDTIMEO = 21;
  static final int SO_DOMAIN = 39;
  static final int IPPROTO_TCP = 6;
  static final int TCP_NODELAY = 1;

  static final int SCM_RIGHTS = 1;
  static final int SCM_CREDENTIALS = 2;

  static final int MSG_PEEK = 0x2;
  static final int MSG_CTRUNC = 0x8;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int MSG_CMSG_CLOEXEC = 0x40000000;

  static final short POLLIN = 0x1;
  static final short POLLOUT = 0x4;
  static final short POLLERR = 0x8;
  static final short POLLHUP = 0x10;

  /** The same number on all machines whose calls came after it. */
  static final int PIDFD_OPEN = 434;

  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int OWNER = 0600;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_CLOEXEC = 0x80000;
  static final int O_NONBLOCK = 0x800;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int socket(int domain, int type, int protocol);

  static native int socketpair(int domain, int type, int protocol, int[] descriptors);

  static native int bind(int fd, byte[] address, int length);

  static native int listen(int fd, int backlog);

  static native int accept4(int fd, long address, long length, int flags);

  static native int connect(int fd, byte[] address, int length);

  static native int shutdown(int fd, int how);

  static native int close(int fd);

  static native int setsockopt(int fd, int level, int name, int[] value, int length);

  static native int getsockopt(int fd, int level, int name, int[] value, int[] length);

  static native int poll(long entries, long count, int timeout);

  static native long recvmsg(int fd, long header, int flags);

  static native long sendmsg(int fd, long header, int flags);

  static native int fchmod(int fd, int mode);

  static native int fcntl(int fd, int command, long argument);

  static native int open(String path, int flags, int mode);

  static native int eventfd(int value, int flags);

  static native int setsid();

  static native int memfd_create(String name, int flags);

  static native long syscall(long number, long first, long second);

  static native int ioctl(int fd, long request, long argument);

  static native int geteuid();

  static native String strerror(int number);
}
