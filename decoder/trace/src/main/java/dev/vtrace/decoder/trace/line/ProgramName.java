// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.line;

import java.nio.charset.StandardCharsets;

/**
 * The name with which QEMU begins the lines that it reports errors with: {@code
 * qemu-system-x86_64:}, {@code qemu-kvm:} (RHEL), {@code kvm:} (Debian, Proxmox), {@code
 * qemu-8.2:}, each also with a path.
 */
public final class ProgramName {
  /** The longest path that is believed. */
  private static final int LONGEST = 256;

  private ProgramName() {}

  /** The index of the text after {@code PROGRAM: }, or -1 if the bytes do not begin so. */
  public static int end(byte[] b, int start, int stop) {
    int colon = colon(b, start, stop);
    return colon >= 0 && known(b, base(b, start, colon), colon) ? colon + 2 : -1;
  }

  /** The index of the name without its path; {@code start} where the bytes begin otherwise. */
  public static int base(byte[] b, int start, int stop) {
    int at = start;
    for (int i = start; i < stop; i++) {
      if (b[i] == '/') {
        at = i + 1;
      } else if (b[i] == ' ' || b[i] == ':') {
        break;
      }
    }
    return at;
  }

  private static int colon(byte[] b, int start, int stop) {
    int limit = Math.min(stop - 1, start + LONGEST);
    for (int i = start; i < limit; i++) {
      if (b[i] == ':') {
        return i > start && b[i + 1] == ' ' ? i : -1;
      }
      if (b[i] <= ' ') {
        return -1;
      }
    }
    return -1;
  }

  private static boolean known(byte[] b, int from, int to) {
    String name = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    if (name.equals("kvm") || name.equals("qemu") || name.equals("qemu-kvm")) {
      return true;
    }
    boolean version = name.length() > 5 && Character.digit(name.charAt(5), 10) >= 0;
    return name.startsWith("qemu-system-") || name.startsWith("qemu-") && version;
  }
}
