// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import dev.vtrace.decoder.bytes.Cursor;
import org.jspecify.annotations.Nullable;

/** The header of a subsection: byte 05, name with a length byte, version as a 32-bit word. */
public final class SubsectionHeader {
  /** Its first byte. */
  public static final int MARK = StateReader.SUBSECTION;

  private SubsectionHeader() {}

  /** Reads a header as a field; null, with the cursor where it was, if there is none. */
  public static @Nullable Field read(Cursor in) {
    long start = in.position();
    if (in.peek() != StateReader.SUBSECTION) {
      return null;
    }
    int length = in.peek(1);
    if (length < 0 || !in.has(2L + length + 4)) {
      return null;
    }
    in.skip(2);
    String name = in.text(length);
    long version = in.u32();
    return new Field(
        "header",
        -1,
        "subsection header",
        start,
        in.position() - start,
        new Value.Named(version, 4, name),
        java.util.List.of(),
        Field.Status.DECODED);
  }

  /** The subsection name in a header. */
  public static String name(Field header) {
    return ((Value.Named) header.value()).name();
  }

  /** Whether a header whose name begins like this is next. */
  public static boolean isNext(Cursor in, String prefix) {
    long back = in.position();
    Field header = read(in);
    in.seek(back);
    return header != null && name(header).startsWith(prefix);
  }
}
