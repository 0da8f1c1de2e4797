// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.strace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.tracer.sys.SocketDiagnostics;
import dev.vtrace.tracer.sys.UnixSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By sockets of this very process. */
class SocketDiagnosticsTest {
  @TempDir Path folder;

  @Test
  void bothEndsOfAConnectionAreFound() throws Exception {
    Path path = folder.resolve("backend.sock");
    long self = ProcessHandle.current().pid();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
          SocketChannel accepted = server.accept()) {
        assertThat(client.isConnected() && accepted.isConnected()).isTrue();
        List<UnixSocket> all =
            SocketDiagnostics.unixSockets().values().stream()
                .filter(socket -> socket.name().equals(path.toString()))
                .toList();
        assertThat(all).filteredOn(UnixSocket::listening).hasSize(1);
        UnixSocket listening = all.stream().filter(UnixSocket::listening).findFirst().orElseThrow();
        long file = ((Number) Files.getAttribute(path, "unix:ino")).longValue();
        assertThat(listening.file()).isEqualTo(file & 0xffffffffL);
        assertThat(listening.peer()).isZero();
        UnixSocket connected =
            all.stream().filter(socket -> !socket.listening()).findFirst().orElseThrow();
        assertThat(connected.peer()).isNotZero();

        List<ProcessSockets.SocketConnection> ours =
            ProcessSockets.of(self).stream()
                .filter(connection -> connection.name().equals(path.toString()))
                .toList();
        assertThat(ours).hasSize(2);
        assertThat(ours.get(0).peer()).isEqualTo(ours.get(1).inode());
        assertThat(ours.get(1).peer()).isEqualTo(ours.get(0).inode());
        assertThat(ours.get(0).holders())
            .extracting(Holders.DescriptorHolder::pid)
            .containsExactly(self);
      }
    }
  }

  @Test
  void aProcessWithoutSocketsHasNone() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "600").start();
    try {
      assertThat(ProcessSockets.of(sleep.pid())).isEmpty();
    } finally {
      sleep.destroyForcibly();
    }
  }
}
