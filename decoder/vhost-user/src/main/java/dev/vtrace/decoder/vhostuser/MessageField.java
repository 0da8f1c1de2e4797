// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/** A named value inside a payload; its offset counts from the payload's first byte. */
public sealed interface MessageField {
  /** Dotted name, as {@code regions[1].guest_phys}. */
  String name();

  /** Offset in the payload, in bytes. */
  int offset();

  /** Bytes that hold it. Bit fields share theirs. */
  int length();

  /** The value for people. */
  String text();

  /**
   * A number.
   *
   * @param low its lowest bit in the integer of {@code length} bytes
   * @param width how many bits it has
   * @param value zero-extended
   */
  record NumberField(
      String name, int offset, int length, int low, int width, long value, ValueFormat show)
      implements MessageField {
    @Override
    public String text() {
      return show.text(value);
    }
  }

  /** Bytes without inner structure, or with one that is not known. Nobody changes the array. */
  record Block(String name, int offset, byte[] bytes, ValueFormat show) implements MessageField {
    /** Longer blocks are cut when shown. */
    private static final int SHOWN = 64;

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public String text() {
      if (show == ValueFormat.SECRET) {
        return "(" + bytes.length + " bytes withheld: session parameters and keys)";
      }
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < bytes.length && i < SHOWN; i++) {
        if (show == ValueFormat.UUID && (i == 4 || i == 6 || i == 8 || i == 10)) {
          out.append('-');
        }
        out.append(Character.forDigit(bytes[i] >> 4 & 0xf, 16));
        out.append(Character.forDigit(bytes[i] & 0xf, 16));
      }
      if (bytes.length > SHOWN) {
        out.append("... (").append(bytes.length).append(" bytes)");
      }
      return out.toString();
    }
  }
}
