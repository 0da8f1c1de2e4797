// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.provenance;

import dev.vtrace.decoder.descriptors.Holder;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.strace.Holders;
import dev.vtrace.tracer.sys.SocketDiagnostics;
import dev.vtrace.tracer.sys.UnixSocket;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The descriptors of live processes, with what {@code /proc} and the socket diagnostics tell. */
public final class ProcessDescriptors {
  private ProcessDescriptors() {}

  /**
   * All descriptors of some processes, in the order in which these are named.
   *
   * @throws IOException if there is no such process, or it may not be looked at
   */
  public static List<Holder> of(List<Long> processes) throws IOException {
    Map<Long, UnixSocket> sockets = sockets();
    List<Holder> out = new ArrayList<>();
    for (long process : processes) {
      String command = Holders.program(process);
      for (int number : numbers(process)) {
        Identity identity = identity(process, number, sockets);
        if (identity != null) {
          out.add(new Holder(process, command, number, identity));
        }
      }
    }
    return out;
  }

  private static List<Integer> numbers(long process) throws IOException {
    Path folder = Path.of("/proc", Long.toString(process), "fd");
    if (!Files.isDirectory(folder)) {
      throw new IOException("process " + process + ": there is no such process");
    }
    List<Integer> out = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        out.add(Integer.parseInt(entry.getFileName().toString()));
      }
    } catch (AccessDeniedException | DirectoryIteratorException e) {
      throw new IOException(
          "process " + process + ": only its owner and root may see what it has open", e);
    }
    Collections.sort(out);
    return out;
  }

  /** Null for a descriptor that was closed in the meantime. */
  private static @Nullable Identity identity(
      long process, int number, Map<Long, UnixSocket> sockets) {
    DescriptorIdentity seen = DescriptorIdentity.of(Long.toString(process), number);
    if (seen.link().isEmpty()) {
      return null;
    }
    Identity identity = Identity.parse(seen.toString());
    UnixSocket socket =
        identity.kind() == Identity.DescriptorKind.SOCKET ? sockets.get(identity.number()) : null;
    if (socket == null) {
      return identity;
    }
    long peer = socket.peer() == 0 ? -1 : socket.peer();
    return new Identity(
        identity.kind(), socket.name(), identity.number(), -1, peer, identity.size());
  }

  /** Without diagnostics the other ends of sockets are not known; all else is. */
  private static Map<Long, UnixSocket> sockets() {
    try {
      return SocketDiagnostics.unixSockets();
    } catch (IOException e) {
      return Map.of();
    }
  }
}
