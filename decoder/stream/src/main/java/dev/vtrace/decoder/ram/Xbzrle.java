// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

/**
 * Decodes pages that are sent as what changed: runs of equal and of new bytes in turn, each after
 * its length in LEB128 with at most two bytes (migration/xbzrle.c of QEMU 7.2 to 11.1).
 */
final class Xbzrle {
  private Xbzrle() {}

  /**
   * Applies what changed to the former content of a page.
   *
   * @return false, with the page partly changed, if the bytes are no such encoding
   */
  static boolean apply(byte[] changes, int length, byte[] page) {
    int in = 0;
    int out = 0;
    while (in < length) {
      int equal = number(changes, in, length);
      in += width(equal);
      // A run of equal bytes is empty only where the page begins with new ones.
      if (equal < 0 || equal == 0 && out > 0 || out + equal > page.length) {
        return false;
      }
      out += equal;
      if (in == length) {
        return false;
      }
      int fresh = number(changes, in, length);
      in += width(fresh);
      if (fresh <= 0 || fresh > length - in || out + fresh > page.length) {
        return false;
      }
      System.arraycopy(changes, in, page, out, fresh);
      in += fresh;
      out += fresh;
    }
    return true;
  }

  private static int number(byte[] bytes, int at, int end) {
    int low = bytes[at] & 0xff;
    if (low < 0x80) {
      return low;
    }
    if (at + 1 >= end || bytes[at + 1] < 0) {
      return -1;
    }
    return low & 0x7f | bytes[at + 1] << 7;
  }

  private static int width(int number) {
    return number < 0x80 ? 1 : 2;
  }
}
