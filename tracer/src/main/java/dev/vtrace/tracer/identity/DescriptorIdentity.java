// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.identity;

import static java.util.Objects.requireNonNull;

import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.SocketDiagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a descriptor is. Two descriptors of one machine with equal kind, inode, device and event
 * counter are the same object, in whichever process.
 *
 * @param kind the group that it belongs to
 * @param link the target of {@code /proc/PID/fd/N}, without {@code " (deleted)"}
 * @param inode of the file or socket, -1 where there is none: all event counters share one
 * @param device of the file, -1 where the link has it all
 * @param peer inode of the socket at the other end, or -1
 * @param eventfd the number of the event counter ({@code eventfd-id} of Linux 5.2 and later), or -1
 * @param size in bytes, of files and memory; else -1
 */
public record DescriptorIdentity(
    IdentityKind kind, String link, long inode, long device, long peer, long eventfd, long size) {

  /** Groups of descriptors. */
  public enum IdentityKind {
    SOCKET("socket"),
    EVENTFD("eventfd"),
    MEMFD("memfd"),
    PIPE("pipe"),
    FILE("file"),
    OTHER("other");

    private final String label;

    IdentityKind(String label) {
      this.label = label;
    }

    /** The word in recordings. */
    public String label() {
      return label;
    }
  }

  private static final String DELETED = " (deleted)";
  private static final String EVENTFD = "anon_inode:[eventfd]";

  /**
   * Of a descriptor of this process, with the other end of a socket. It never fails: what is not
   * known is left out.
   */
  public static DescriptorIdentity of(Fd fd) {
    DescriptorIdentity seen = of("self", fd.number());
    return seen.kind != IdentityKind.SOCKET
        ? seen
        : new DescriptorIdentity(
            seen.kind, seen.link, seen.inode, -1, SocketDiagnostics.peer(seen.inode), -1, -1);
  }

  /** Of a descriptor of a process, by its id. It never fails: what is not known is left out. */
  public static DescriptorIdentity of(String process, int number) {
    Path path = Path.of("/proc", process, "fd", Integer.toString(number));
    String link = "";
    try {
      link = Files.readSymbolicLink(path).toString();
      if (link.endsWith(DELETED)) {
        link = link.substring(0, link.length() - DELETED.length());
      }
      if (link.equals(EVENTFD)) {
        return anonymous(IdentityKind.EVENTFD, link, counter(process, number));
      } else if (link.startsWith("socket:[")) {
        return inode(IdentityKind.SOCKET, link);
      } else if (link.startsWith("pipe:[")) {
        return inode(IdentityKind.PIPE, link);
      } else if (!link.startsWith("/")) {
        return anonymous(IdentityKind.OTHER, link, -1);
      }
      Map<String, Object> stat = Files.readAttributes(path, "unix:ino,dev,size");
      return new DescriptorIdentity(
          link.startsWith("/memfd:") ? IdentityKind.MEMFD : IdentityKind.FILE,
          link,
          number(stat, "ino"),
          number(stat, "dev"),
          -1,
          -1,
          number(stat, "size"));
    } catch (IOException | RuntimeException e) {
      return anonymous(IdentityKind.OTHER, link, -1);
    }
  }

  private static long number(Map<String, Object> stat, String name) {
    return ((Number) requireNonNull(stat.get(name))).longValue();
  }

  private static DescriptorIdentity anonymous(IdentityKind kind, String link, long counter) {
    return new DescriptorIdentity(kind, link, -1, -1, -1, counter, -1);
  }

  /** {@code socket:[4711]} */
  private static DescriptorIdentity inode(IdentityKind kind, String link) {
    long inode = Long.parseLong(link.substring(link.indexOf('[') + 1, link.length() - 1));
    return new DescriptorIdentity(kind, link, inode, -1, -1, -1, -1);
  }

  private static long counter(String process, int number) throws IOException {
    Path info = Path.of("/proc", process, "fdinfo", Integer.toString(number));
    for (String line : Files.readAllLines(info)) {
      if (line.startsWith("eventfd-id:")) {
        return Long.parseLong(line.substring("eventfd-id:".length()).trim());
      }
    }
    return -1;
  }

  /** The name that a memfd was given, or empty. */
  public String memoryName() {
    return kind == IdentityKind.MEMFD ? link.substring("/memfd:".length()) : "";
  }

  /**
   * One line, as it stands in a pcapng file: {@code eventfd:[7]}, {@code socket:[4711->4712]},
   * {@code /memfd:ram inode=12 dev=1 size=4096}; else the link.
   */
  @Override
  public String toString() {
    if (eventfd >= 0) {
      return "eventfd:[" + eventfd + "]";
    }
    if (peer >= 0) {
      return "socket:[" + inode + "->" + peer + "]";
    }
    StringBuilder text = new StringBuilder(link);
    if (device >= 0) {
      text.append(" inode=").append(inode).append(" dev=").append(device);
    }
    if (size >= 0) {
      text.append(" size=").append(size);
    }
    return text.toString();
  }
}
