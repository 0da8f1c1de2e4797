// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import java.nio.charset.StandardCharsets;

/** Finds the subsections that follow a virtio device's own state. */
final class VirtioSubsections {
  private static final byte[] PREFIX = "virtio/".getBytes(StandardCharsets.US_ASCII);
  private static final int SUBSECTION = 0x05;

  /** More than the largest state between queues and subsections that was seen. */
  private static final int REACH = 64 * 1024;

  private VirtioSubsections() {}

  /** Bytes from the cursor to the header of the first such subsection, or -1. */
  static long distance(Cursor in) {
    // The name stands after the byte of a subsection and its own length.
    long name = in.find(PREFIX, REACH);
    return name >= 2 && in.peek(name - 2) == SUBSECTION ? name - 2 : -1;
  }
}
