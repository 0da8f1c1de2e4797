// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import java.io.IOException;

/**
 * Finds the JSON description at the end of a stream, which a reader needs before it can read the
 * devices in front of it. JSON text holds no byte 06, so the record that starts with one is found
 * by going backwards from the end.
 */
final class DescriptionFinder {
  /** A description of 192 devices has 125 KB. */
  static final int MAX_LENGTH = 32 << 20;

  private static final int STEP = 64 * 1024;
  private static final int RECORD = 0x06;
  private static final int HEADER = 5;

  /** Where the text is. */
  record Found(long offset, int length) {}

  private DescriptionFinder() {}

  /** Returns where the text of the description is, or null. The text may be cut short. */
  static Found find(ByteSource source, long start) throws IOException {
    long lowest = Math.max(start, source.size() - MAX_LENGTH - HEADER);
    byte[] chunk = new byte[STEP + HEADER + 2];
    long end = source.size();
    while (end > lowest) {
      long from = Math.max(lowest, end - STEP);
      // A record that begins at the end of this step reaches into the one before.
      int n = source.read(from, chunk, 0, (int) Math.min(chunk.length, source.size() - from));
      for (int i = n - HEADER - 2; i > 0; i--) {
        if (chunk[i] == RECORD && chunk[i - 1] == 0 && chunk[i + HEADER] == '{') {
          Found found = at(source, from + i, chunk[i + HEADER + 1]);
          if (found != null) {
            return found;
          }
        }
      }
      end = from + (from > lowest ? 1 : 0);
    }
    return null;
  }

  private static Found at(ByteSource source, long offset, byte second) {
    Cursor in = new Cursor(source, offset + 1, source.size());
    long length = in.u32();
    boolean json = second == '"' || second == ' ' || second == '}' || second == '\n';
    if (!json || length < 2 || length > MAX_LENGTH) {
      return null;
    }
    return new Found(offset + HEADER, (int) Math.min(length, in.remaining()));
  }
}
