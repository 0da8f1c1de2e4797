// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for all UNIX sockets of this network namespace, through netlink (sock_diag(7),
 * {@code <linux/unix_diag.h>}). {@code /proc/net/unix} does not tell which two are connected.
 */
public final class SocketDiagnostics {
  private static final int AF_UNIX = 1;
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int NETLINK_SOCK_DIAG = 4;

  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int REQUEST = 0x1;
  private static final int REQUEST_DUMP = 0x301;
  private static final int MULTI = 0x2;
  private static final int HEADER = 16;
  private static final int UNIX_DIAG_MSG = 16;

  /** Stands for "all" in a dump, and for "no cookie" otherwise. */
  private static final int ANY = -1;

  private static final int SHOW_NAME = 1;
  private static final int SHOW_VFS = 2;
  private static final int SHOW_PEER = 4;
  private static final int ATTRIBUTE_NAME = 0;
  private static final int ATTRIBUTE_VFS = 1;
  private static final int ATTRIBUTE_PEER = 2;

  private SocketDiagnostics() {}

  /**
   * All UNIX sockets, by inode.
   *
   * @throws IOException if the kernel does not tell
   */
  public static Map<Long, UnixSocket> unixSockets() throws IOException {
    return ask(request(REQUEST_DUMP, 0), 1 << 16);
  }

  /**
   * The inode of the socket that one is connected to. This asks for one socket only, so it may be
   * done while messages wait.
   *
   * @return -1 if there is none, or the kernel does not tell: the socket may be of another network
   *     namespace, or of another family
   */
  public static long peer(long inode) {
    try {
      UnixSocket socket = ask(request(REQUEST, inode), 1 << 12).get(inode);
      return socket == null || socket.peer() == 0 ? -1 : socket.peer();
    } catch (IOException e) {
      return -1;
    }
  }

  private static Map<Long, UnixSocket> ask(byte[] request, int room) throws IOException {
    int fd = NetlinkLibc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) {
      throw failed("opened");
    }
    try {
      if (NetlinkLibc.send(fd, request, request.length, 0) < 0) {
        throw failed("asked");
      }
      Map<Long, UnixSocket> out = new LinkedHashMap<>();
      byte[] answer = new byte[room];
      long got;
      do {
        got = NetlinkLibc.recv(fd, answer, answer.length, 0);
        if (got < 0) {
          throw failed("read");
        }
      } while (parse(ByteBuffer.wrap(answer, 0, (int) got).order(ByteOrder.nativeOrder()), out));
      return out;
    } finally {
      NetlinkLibc.close(fd);
    }
  }

  /**
   * Who listens at a path: not the file tells, which exists before that and may outlive it.
   *
   * @return null if nobody does
   * @throws IOException if the kernel does not tell
   */
  public static @Nullable UnixSocket listening(Path path) throws IOException {
    if (!Files.exists(path)) {
      return null;
    }
    long file = ((Number) Files.getAttribute(path, "unix:ino")).longValue() & 0xffffffffL;
    for (UnixSocket socket : unixSockets().values()) {
      if (socket.listening() && socket.file() == file) {
        return socket;
      }
    }
    return null;
  }

  private static IOException failed(String what) {
    return new IOException(
        "the kernel's socket diagnostics cannot be "
            + what
            + " (error "
            + Native.getLastError()
            + ")");
  }

  /**
   * A {@code struct nlmsghdr} and a {@code struct unix_diag_req}.
   *
   * @param inode of the socket that is asked for, 0 for all
   */
  private static byte[] request(int flags, long inode) {
    ByteBuffer out = ByteBuffer.allocate(HEADER + 24).order(ByteOrder.nativeOrder());
    out.putInt(out.capacity()).putShort((short) SOCK_DIAG_BY_FAMILY).putShort((short) flags);
    out.putInt(1).putInt(0);
    out.put((byte) AF_UNIX).put((byte) 0).putShort((short) 0);
    out.putInt(ANY).putInt((int) inode).putInt(SHOW_NAME | SHOW_VFS | SHOW_PEER);
    out.putInt(ANY).putInt(ANY);
    return out.array();
  }

  /** Takes the sockets of one datagram; whether more are to come, as in the answer to a dump. */
  private static boolean parse(ByteBuffer in, Map<Long, UnixSocket> out) throws IOException {
    boolean more = false;
    while (in.remaining() >= HEADER) {
      int start = in.position();
      int length = in.getInt();
      int type = in.getShort() & 0xffff;
      more = (in.getShort(in.position()) & MULTI) != 0;
      if (type == NLMSG_DONE || length < HEADER || length > in.limit() - start) {
        return false;
      }
      if (type == NLMSG_ERROR) {
        throw new IOException("this kernel has no diagnostics of UNIX sockets (module unix_diag)");
      }
      in.position(start + HEADER);
      if (length >= HEADER + UNIX_DIAG_MSG) {
        UnixSocket socket = socket(in, start + length);
        out.put(socket.inode(), socket);
      }
      in.position(Math.min(in.limit(), start + align(length)));
    }
    return more;
  }

  private static UnixSocket socket(ByteBuffer in, int end) {
    in.getShort();
    int state = in.get();
    in.get();
    long inode = Integer.toUnsignedLong(in.getInt());
    in.getLong();
    String name = "";
    long file = 0;
    long peer = 0;
    while (end - in.position() >= 4) {
      int at = in.position();
      int length = in.getShort() & 0xffff;
      int type = in.getShort();
      if (length < 4 || at + length > end) {
        break;
      }
      if (type == ATTRIBUTE_NAME) {
        name = name(in, length - 4);
      } else if (type == ATTRIBUTE_VFS && length >= 8) {
        file = Integer.toUnsignedLong(in.getInt());
      } else if (type == ATTRIBUTE_PEER && length >= 8) {
        peer = Integer.toUnsignedLong(in.getInt());
      }
      in.position(Math.min(end, at + align(length)));
    }
    return new UnixSocket(inode, state == UnixSocket.LISTENING, peer, name, file);
  }

  /** A path, or {@code @name} for one in the abstract namespace (unix(7)). */
  private static String name(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    boolean hidden = length > 0 && bytes[0] == 0;
    String text = new String(bytes, StandardCharsets.UTF_8);
    return hidden ? "@" + text.substring(1).replace('\0', '@') : text.replace("\0", "");
  }

  private static int align(int length) {
    return length + 3 & ~3;
  }

  private static final class NetlinkLibc {
    static {
      Native.register(NetlinkLibc.class, "c");
    }

    private NetlinkLibc() {}

    static native int socket(int domain, int type, int protocol);

    static native long send(int fd, byte[] bytes, long length, int flags);

    static native long recv(int fd, byte[] bytes, long length, int flags);

    static native int close(int fd);
  }
}
