// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.strace;

import dev.vtrace.tracer.sys.SocketDiagnostics;
import dev.vtrace.tracer.sys.UnixSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The connected UNIX sockets of a process, and who holds the other ends. */
public final class ProcessSockets {
  private ProcessSockets() {}

  /**
   * One connection.
   *
   * @param fd the process's descriptor
   * @param name path that one of both ends is bound to; empty for a socket pair
   * @param holders who holds the other end; empty where that may not be seen
   */
  public record SocketConnection(
      int fd, long inode, long peer, String name, List<Holders.DescriptorHolder> holders) {}

  /**
   * All of a process.
   *
   * @throws IOException if the kernel does not tell
   */
  public static List<SocketConnection> of(long pid) throws IOException {
    Map<Long, UnixSocket> sockets = SocketDiagnostics.unixSockets();
    Holders holders = Holders.read();
    List<SocketConnection> out = new ArrayList<>();
    holders
        .socketsOf(pid)
        .forEach(
            (inode, fd) -> {
              UnixSocket socket = sockets.get(inode);
              if (socket != null && socket.peer() != 0) {
                UnixSocket peer = sockets.get(socket.peer());
                String name =
                    !socket.name().isEmpty() || peer == null ? socket.name() : peer.name();
                out.add(
                    new SocketConnection(
                        fd, inode, socket.peer(), name, holders.of(socket.peer())));
              }
            });
    out.sort(Comparator.comparingInt(SocketConnection::fd));
    return out;
  }
}
