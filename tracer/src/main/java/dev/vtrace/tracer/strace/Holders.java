// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.strace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which processes hold which sockets, as {@code /proc} tells it. Processes of other users are not
 * seen without privileges; they are counted.
 */
public final class Holders {
  private static final Path PROC = Path.of("/proc");
  private static final String SOCKET = "socket:[";

  private final Map<Long, List<DescriptorHolder>> holders = new HashMap<>();

  private Holders() {}

  /** A descriptor of a process. */
  public record DescriptorHolder(long pid, String program, int fd) {
    @Override
    public String toString() {
      return program + " (" + pid + ")";
    }
  }

  /** Looks at all processes. */
  public static Holders read() throws IOException {
    Holders out = new Holders();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        out.add(process);
      }
    }
    return out;
  }

  private void add(Path process) {
    long pid = Long.parseLong(process.getFileName().toString());
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      String program = null;
      for (Path descriptor : descriptors) {
        long inode = socket(descriptor);
        if (inode >= 0) {
          program = program == null ? program(pid) : program;
          int fd = Integer.parseInt(descriptor.getFileName().toString());
          holders
              .computeIfAbsent(inode, each -> new ArrayList<>())
              .add(new DescriptorHolder(pid, program, fd));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended in the meantime, or is somebody else's: what it holds has no holder then.
    }
  }

  private static long socket(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith(SOCKET)
          ? Long.parseLong(target.substring(SOCKET.length(), target.length() - 1))
          : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Name of a process, cut to 15 characters by the kernel; empty if it is gone. */
  public static String program(long pid) {
    try {
      return Files.readString(PROC.resolve(pid + "/comm")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Who holds a socket. */
  public List<DescriptorHolder> of(long inode) {
    return holders.getOrDefault(inode, List.of());
  }

  /** The sockets that a process holds, with the descriptor of each. */
  public Map<Long, Integer> socketsOf(long pid) {
    Map<Long, Integer> out = new HashMap<>();
    holders.forEach(
        (inode, all) -> {
          for (DescriptorHolder each : all) {
            if (each.pid() == pid) {
              out.put(inode, each.fd());
            }
          }
        });
    return out;
  }
}
