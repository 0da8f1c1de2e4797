// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

/**
 * Forms of packing and archives, by their first bytes. Sources: the layouts of bzip2 blocks, of LZ4
 * frames (LZ4 Frame Format Description 1.6) and of tar headers (POSIX.1-2001, pax).
 */
public final class PackedForm {
  private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
  private static final byte[] BZIP2_END = {0x17, 0x72, 0x45, 0x38, 0x50, (byte) 0x90};

  /** Bytes of a header of a tar archive. */
  public static final int TAR_HEAD = 512;

  private static final int TAR_MAGIC = 257;
  private static final int TAR_SUM = 148;
  private static final int TAR_SUM_END = 156;

  private PackedForm() {}

  /** Whether this is the beginning of bzip2 data. */
  public static boolean isBzip2(byte[] head, int length) {
    return length >= 10
        && head[0] == 'B'
        && head[1] == 'Z'
        && head[2] == 'h'
        && head[3] >= '1'
        && head[3] <= '9'
        && (has(head, 4, BZIP2_BLOCK) || has(head, 4, BZIP2_END));
  }

  /** Whether this is the beginning of an LZ4 frame. */
  public static boolean isLz4(byte[] head, int length) {
    return length >= 4 && head[0] == 4 && head[1] == 0x22 && head[2] == 0x4d && head[3] == 0x18;
  }

  /** Whether this is the first header of a tar archive, with the sum that it states. */
  public static boolean isTar(byte[] head, int length) {
    if (length < TAR_HEAD || !has(head, TAR_MAGIC, new byte[] {'u', 's', 't', 'a', 'r'})) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < TAR_HEAD; i++) {
      sum += i >= TAR_SUM && i < TAR_SUM_END ? ' ' : head[i] & 0xff;
    }
    int told = 0;
    boolean digits = false;
    for (int i = TAR_SUM; i < TAR_SUM_END; i++) {
      boolean digit = head[i] >= '0' && head[i] <= '7';
      if (digit) {
        told = told * 8 + head[i] - '0';
        digits = true;
      } else if (digits) {
        break;
      }
    }
    return digits && told == sum;
  }

  private static boolean has(byte[] head, int at, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (head[at + i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
