// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;

/** Finds the start of a stream that was written to a file with an offset. */
final class LeadingZeros {
  private LeadingZeros() {}

  /** Offset of the stream's header; 0 if the source does not begin with zeros and then a header. */
  static long skip(ByteSource source) {
    Cursor in = new Cursor(source, 0, source.size());
    while (in.has(8) && in.peekU32(0) == 0 && in.peekU32(4) == 0) {
      in.skip(8);
    }
    while (in.peek() == 0) {
      in.skip(1);
    }
    return StreamDecoder.isStream(source, in.position()) ? in.position() : 0;
  }
}
