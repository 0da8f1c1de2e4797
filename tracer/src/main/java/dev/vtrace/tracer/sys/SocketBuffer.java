// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory to receive from a socket and to send again, with descriptors. For one thread.
 *
 * <pre>
 * struct msghdr   0 name  8 name length  16 iovec  24 iovec count  32 control  40 control length
 *                48 flags
 * struct iovec    0 base  8 length
 * struct cmsghdr  0 length (with this header)  8 level  12 type  16 data, padded to 8 bytes
 * struct ucred    0 pid  4 uid  8 gid
 * </pre>
 */
public final class SocketBuffer implements Closeable {
  /** The most descriptors that one message can carry (SCM_MAX_FD). */
  public static final int MOST_FDS = 253;

  private static final int HEADER = 56;
  private static final int VECTOR = 16;
  private static final int CMSG = 16;
  private static final int CREDENTIALS = CMSG + 16;
  private static final int CONTROL = CREDENTIALS + CMSG + MOST_FDS * 4 + 4;

  private final int size;
  private final Memory memory;
  private final ByteBuffer data;
  private final long header;
  private final long control;
  private final long base;
  private long pid;
  private boolean truncated;
  private List<Fd> fds = List.of();

  /** Room for {@code size} bytes. */
  public SocketBuffer(int size) {
    this.size = size;
    memory = new Memory((long) HEADER + VECTOR + CONTROL + size);
    memory.clear(HEADER + VECTOR + CONTROL);
    header = Pointer.nativeValue(memory);
    control = header + HEADER + VECTOR;
    base = control + CONTROL;
    data = memory.getByteBuffer(HEADER + VECTOR + CONTROL, size);
    memory.setLong(16, header + HEADER);
    memory.setLong(24, 1);
  }

  /** The bytes that the last call received; the content changes with the next. */
  public ByteBuffer data() {
    return data;
  }

  /** The process that sent what the last call received; 0 if it is not told. */
  public long pid() {
    return pid;
  }

  /** The descriptors that the last {@link #receive} got. Whoever takes them closes them. */
  public List<Fd> fds() {
    return fds;
  }

  /** Whether the system had to drop descriptors of the last {@link #receive}. */
  public boolean truncated() {
    return truncated;
  }

  /**
   * How many bytes come next, at most {@code limit}; waits for the first. They stay in the socket.
   *
   * @return the count, 0 at the end; negative if descriptors may come with one of them. Linux never
   *     gives bytes in the same call that lie after a message with descriptors
   */
  public int peek(Fd from, int limit) throws IOException {
    // There is room for who sends, but not for a descriptor: none is opened by looking.
    int count = receive(from, 0, limit, CREDENTIALS, Libc.MSG_PEEK);
    return truncated ? -count : count;
  }

  /**
   * Receives at most {@code limit} bytes into the buffer, from {@code at} on; waits for the first.
   *
   * @return the count, 0 at the end
   */
  public int receive(Fd from, int at, int limit) throws IOException {
    return receive(from, at, limit, CONTROL, Libc.MSG_CMSG_CLOEXEC);
  }

  private int receive(Fd from, int at, int limit, int room, int flags) throws IOException {
    memory.setLong(HEADER, base + at);
    memory.setLong(HEADER + 8, Math.min(limit, size - at));
    memory.setLong(32, control);
    while (true) {
      memory.setLong(40, room);
      memory.setInt(48, 0);
      long count = Libc.recvmsg(from.number(), header, flags);
      if (count >= 0) {
        truncated = (memory.getInt(48) & Libc.MSG_CTRUNC) != 0;
        control(memory.getLong(40));
        return (int) count;
      }
      int error = Native.getLastError();
      if (error == SystemException.EAGAIN) {
        Sockets.awaitReadable(from);
      } else if (error != SystemException.EINTR) {
        throw SystemException.of("recvmsg");
      }
    }
  }

  private void control(long length) {
    pid = 0;
    fds = List.of();
    long at = HEADER + VECTOR;
    long end = at + length;
    while (at + CMSG <= end) {
      long size = memory.getLong(at);
      if (size < CMSG || at + size > end) {
        return;
      }
      int type = memory.getInt(at + 8) == Libc.SOL_SOCKET ? memory.getInt(at + 12) : 0;
      if (type == Libc.SCM_CREDENTIALS) {
        pid = memory.getInt(at + CMSG);
      } else if (type == Libc.SCM_RIGHTS) {
        List<Fd> got = new ArrayList<>(fds);
        for (long fd = at + CMSG; fd + 4 <= at + size; fd += 4) {
          got.add(new Fd(memory.getInt(fd)));
        }
        fds = got;
      }
      at += size + 7 & ~7L;
    }
  }

  /**
   * Sends {@code count} bytes of the buffer from {@code at} on, descriptors with the first of them;
   * waits for room.
   *
   * @throws SystemException if nobody will receive them
   */
  public void send(Fd to, int at, int count, List<Fd> with) throws IOException {
    int sent = 0;
    while (sent < count) {
      memory.setLong(HEADER, base + at + sent);
      memory.setLong(HEADER + 8, count - sent);
      rights(sent == 0 ? with : List.of());
      memory.setInt(48, 0);
      long went = Libc.sendmsg(to.number(), header, Libc.MSG_NOSIGNAL);
      if (went >= 0) {
        sent += (int) went;
        continue;
      }
      int error = Native.getLastError();
      if (error == SystemException.EAGAIN) {
        Sockets.awaitWritable(to);
      } else if (error != SystemException.EINTR) {
        throw SystemException.of("sendmsg");
      }
    }
  }

  private void rights(List<Fd> with) {
    if (with.isEmpty()) {
      memory.setLong(32, 0);
      memory.setLong(40, 0);
      return;
    }
    long at = HEADER + VECTOR;
    int length = CMSG + 4 * with.size();
    memory.setLong(at, length);
    memory.setInt(at + 8, Libc.SOL_SOCKET);
    memory.setInt(at + 12, Libc.SCM_RIGHTS);
    for (int i = 0; i < with.size(); i++) {
      memory.setInt(at + CMSG + 4L * i, with.get(i).number());
    }
    memory.setLong(32, control);
    memory.setLong(40, length + 7 & ~7);
  }

  @Override
  public void close() {
    memory.close();
  }
}
