// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.IOException;

/** Says what an input is that is no migration stream, as far as its first bytes tell. */
final class NotAStream {
  private static final int HEAD = 8;

  private NotAStream() {}

  static String describe(ByteSource source) throws IOException {
    byte[] head = new byte[HEAD];
    int there = source.read(0, head, 0, HEAD);
    if (there == 0) {
      return source.name() + ": is empty, so there is no migration stream in it";
    }
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < there; i++) {
      bytes.append(i == 0 ? "" : " ");
      bytes.append(Character.forDigit(head[i] >> 4 & 15, 16));
      bytes.append(Character.forDigit(head[i] & 15, 16));
    }
    return source.name()
        + ": is not a migration stream; it begins with "
        + bytes
        + " instead of 51 45 56 4d (QEVM); save one with the monitor command"
        + " migrate \"exec:cat>stream.bin\"";
  }
}
