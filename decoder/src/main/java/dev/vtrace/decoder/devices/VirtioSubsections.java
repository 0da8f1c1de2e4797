// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;

/** Finds the subsections that follow a virtio device's own state. */
final class VirtioSubsections {
  private static final String PREFIX = "virtio/";

  /** More than the largest state between queues and subsections that was seen. */
  private static final int REACH = 64 * 1024;

  private VirtioSubsections() {}

  /** Bytes from the cursor to the header of the first such subsection, or -1. */
  static long distance(Cursor in) {
    long reach = Math.min(in.remaining(), REACH);
    for (long ahead = 0; ahead < reach; ahead++) {
      if (in.peek(ahead) == 0x05 && matches(in, ahead + 2)) {
        return ahead;
      }
    }
    return -1;
  }

  private static boolean matches(Cursor in, long ahead) {
    for (int i = 0; i < PREFIX.length(); i++) {
      if (in.peek(ahead + i) != PREFIX.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
