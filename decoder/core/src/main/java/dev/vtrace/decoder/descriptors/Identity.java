// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.descriptors;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel calls the object behind a descriptor. It holds for one machine, and as long as
 * somebody has the object open: Linux gives the number of an event counter that is closed to a new
 * one. So two that differ are surely two objects, and two that are equal at one time are one.
 *
 * @param name of a file, or of memory without a path; else empty
 * @param number {@code eventfd-id} of an event counter, inode of everything else; -1 if not known
 * @param device of a file or of memory, as in {@code st_dev}; else -1
 * @param peer inode of the other end of a socket pair, where the recorder knew it; else -1
 * @param size in bytes, of a file or of memory; else -1
 */
public record Identity(
    DescriptorKind kind, String name, long number, long device, long peer, long size) {
  /** Groups of descriptors. */
  public enum DescriptorKind {
    SOCKET,
    EVENTFD,
    MEMFD,
    PIPE,
    FILE,
    OTHER;

    /** The word in text and JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this word. */
    public static DescriptorKind of(String label) {
      for (DescriptorKind kind : values()) {
        if (kind.label().equals(label)) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  private static final String EVENTFD = "anon_inode:[eventfd]";
  private static final String MEMFD = "/memfd";

  /**
   * Reads the line that recorders write: {@code eventfd:[7]}, or the target of the link in {@code
   * /proc/PID/fd}, then words such as {@code eventfd-id=7}, {@code inode=12 dev=1 size=4096}; or
   * what strace writes of a socket, {@code UNIX-STREAM:[4711->4712]}.
   */
  public static Identity parse(String text) {
    int end = text.length();
    long inode = -1;
    long device = -1;
    long size = -1;
    long counter = -1;
    for (int space = text.lastIndexOf(' ', end - 1); space > 0; ) {
      String word = text.substring(space + 1, end);
      int equals = word.indexOf('=');
      long value = equals < 0 ? -1 : number(word.substring(equals + 1));
      if (value < 0) {
        break;
      }
      switch (word.substring(0, equals)) {
        case "inode" -> inode = value;
        case "dev" -> device = value;
        case "size" -> size = value;
        case "eventfd-id" -> counter = value;
        default -> {
          // A later recorder knows more.
        }
      }
      end = space;
      space = text.lastIndexOf(' ', end - 1);
    }
    String link = text.substring(0, end);
    if (link.equals(EVENTFD) || link.startsWith("eventfd")) {
      long told = link.equals(EVENTFD) ? -1 : bracket(link);
      return new Identity(DescriptorKind.EVENTFD, "", told < 0 ? counter : told, -1, -1, -1);
    }
    if (link.startsWith(MEMFD) || link.equals("memfd")) {
      boolean named = link.startsWith(MEMFD + ":");
      String name = named ? link.substring(MEMFD.length() + 1) : "";
      return new Identity(DescriptorKind.MEMFD, name, inode, device, -1, size);
    }
    if (link.startsWith("socket") || link.startsWith("UNIX")) {
      return new Identity(DescriptorKind.SOCKET, "", bracket(link), -1, peer(link), -1);
    }
    if (link.startsWith("pipe")) {
      return new Identity(DescriptorKind.PIPE, "", bracket(link), -1, -1, -1);
    }
    DescriptorKind kind = link.startsWith("/") ? DescriptorKind.FILE : DescriptorKind.OTHER;
    return new Identity(kind, link, inode, device, -1, size);
  }

  /** Whether it says more than the kind, so that it can be compared. */
  public boolean known() {
    return number >= 0;
  }

  /** The other end of a socket, which may not be known. */
  public Identity otherEnd() {
    return new Identity(kind, "", peer, -1, peer < 0 ? -1 : number, -1);
  }

  /** Whether both are surely the same object, if both were seen at one time. */
  public boolean same(@Nullable Identity other) {
    return known()
        && other != null
        && kind == other.kind
        && number == other.number
        && device == other.device;
  }

  /** Whether both are surely two objects. */
  public boolean differs(@Nullable Identity other) {
    return known() && other != null && other.known() && !same(other);
  }

  /** {@code eventfd 7}, {@code memfd 12 vhost-inflight}; the kind alone where no more is known. */
  @Override
  public String toString() {
    String text = kind == DescriptorKind.OTHER ? name : kind.label();
    text += known() ? " " + number : "";
    text += peer < 0 ? "" : "->" + peer;
    return name.isEmpty() || kind == DescriptorKind.OTHER ? text : text + " " + name;
  }

  /** {@code socket:[4711]}, {@code UNIX-STREAM:[4711->4712,"path"]} */
  private static long bracket(String link) {
    int open = link.indexOf('[');
    int end = open + 1;
    while (open >= 0 && end < link.length() && Character.isDigit(link.charAt(end))) {
      end++;
    }
    return open < 0 ? -1 : number(link.substring(open + 1, end));
  }

  private static long peer(String link) {
    int arrow = link.indexOf("->");
    return arrow < 0 ? -1 : bracket("[" + link.substring(arrow + 2));
  }

  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > 18) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(digits);
  }
}
