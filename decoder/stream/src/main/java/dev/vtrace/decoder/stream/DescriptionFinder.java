// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
  static @Nullable Found find(ByteSource source, long start) throws IOException {
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

  /**
   * The length of a description that is longer than {@link #MAX_LENGTH}, or -1. Nothing but text
   * lies between its header and the last bytes of the stream, so looking ends at the first byte
   * that is none.
   */
  static long tooLong(ByteSource source, long start) throws IOException {
    long end = source.size() - MAX_LENGTH;
    byte[] chunk = new byte[STEP];
    while (end > start) {
      long from = Math.max(start, end - STEP);
      int n = source.read(from, chunk, 0, (int) (end - from));
      for (int i = n - 1; i >= 0; i--) {
        boolean text = chunk[i] >= ' ' || chunk[i] == '\n' || chunk[i] == '\r' || chunk[i] == '\t';
        if (!text) {
          return header(source, from + i);
        }
      }
      end = from;
    }
    return -1;
  }

  /** The length in a header that may include the byte at this place. */
  private static long header(ByteSource source, long inside) {
    for (long at = inside; at > inside - HEADER && at >= 0; at--) {
      Cursor in = new Cursor(source, at, source.size());
      if (in.has(HEADER + 1) && in.u8() == RECORD) {
        long length = in.u32();
        if (in.peek() == '{' && length > MAX_LENGTH) {
          return length;
        }
      }
    }
    return -1;
  }

  private static @Nullable Found at(ByteSource source, long offset, byte second) {
    Cursor in = new Cursor(source, offset + 1, source.size());
    long length = in.u32();
    boolean json = second == '"' || second == ' ' || second == '}' || second == '\n';
    if (!json || length < 2 || length > MAX_LENGTH) {
      return null;
    }
    return new Found(offset + HEADER, (int) Math.min(length, in.remaining()));
  }
}
