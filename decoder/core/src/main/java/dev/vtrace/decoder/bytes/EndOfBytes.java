// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

/**
 * A read went past the end of what a cursor may read. Decoders catch it at the boundary of the
 * record that they were reading; it never reaches a caller of the library.
 */
public final class EndOfBytes extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long position;

  EndOfBytes(long position) {
    super(null, null, false, false);
    this.position = position;
  }

  /** Where the read began. */
  public long position() {
    return position;
  }
}
