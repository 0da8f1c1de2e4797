// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;

/**
 * The footers of a stream: byte 7e and the section's id after the data of each section, since
 * machine types of QEMU 2.4. The first section shows whether a stream has them.
 */
final class Footers {
  private static final int FOOTER = 0x7e;
  static final int LENGTH = 5;

  private enum Use {
    UNKNOWN,
    YES,
    NO
  }

  private Use use = Use.UNKNOWN;

  /** Whether the stream is known to have no footers. */
  boolean absent() {
    return use == Use.NO;
  }

  /** Whether the footer of a section is next. */
  static boolean isNext(Cursor in, long id) {
    return in.peek() == FOOTER && in.peekU32(1) == id;
  }

  /** Reads the footer of a section, if there is to be one. */
  void read(Cursor in, SectionBuilder section) {
    if (section.stopped) {
      return;
    }
    if (isNext(in, section.id)) {
      use = Use.YES;
      section.footer = true;
      in.skip(LENGTH);
      return;
    }
    if (use == Use.UNKNOWN && in.has(LENGTH) && SectionKind.of(in.peek()) != null) {
      use = Use.NO;
    }
    if (use == Use.NO) {
      return;
    }
    if (!in.has(LENGTH)) {
      section.truncated(in.position(), in.remaining(), "the section's footer");
      in.skip(in.remaining());
      return;
    }
    section.stopped = true;
    section.report(
        Code.FOOTER_MISSING,
        in.position(),
        LENGTH,
        "",
        "the footer of section " + section.id + " is not directly after its data");
  }
}
