// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

/**
 * The eight bytes that a migration stream begins with, {@code QEVM} and version 3 as a big-endian
 * number, where a part of them is damaged.
 */
public final class StreamMagic {
  /** Bytes that are looked at: the header, and the kind of the first record. */
  public static final int LENGTH = 9;

  private static final byte[] MAGIC = {'Q', 'E', 'V', 'M'};
  private static final int ENOUGH = 2;

  private StreamMagic() {}

  /**
   * Whether bytes begin a stream with a damaged magic: a half of it is there, the version follows,
   * and then the record that a stream begins with.
   */
  public static boolean isDamaged(byte[] b, int length) {
    if (length < LENGTH || b[4] != 0 || b[5] != 0 || b[6] != 0 || b[7] != 3) {
      return false;
    }
    int there = 0;
    for (int i = 0; i < MAGIC.length; i++) {
      there += b[i] == MAGIC[i] ? 1 : 0;
    }
    // A section that starts, one that is whole, or the configuration.
    boolean begins = b[8] == 1 || b[8] == 4 || b[8] == 7;
    return there >= ENOUGH && there < MAGIC.length && begins;
  }
}
