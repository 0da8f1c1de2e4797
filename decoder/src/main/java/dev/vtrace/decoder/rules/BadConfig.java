// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

/**
 * What QEMU says when PCI configuration space does not fit on load: {@code Bad config data: i=0x9a
 * read: 1 device: 2 ...}.
 *
 * @param at offset in configuration space
 * @param read the byte in the stream
 * @param device the byte that the device has
 */
record BadConfig(int at, int read, int device) {
  static BadConfig of(String line) {
    if (!line.contains("Bad config data: i=0x")) {
      return null;
    }
    int at = number(line, "i=0x");
    int read = number(line, " read: ");
    int device = number(line, " device: ");
    return at < 0 || read < 0 || device < 0 ? null : new BadConfig(at, read, device);
  }

  private static int number(String line, String word) {
    int start = line.indexOf(word) + word.length();
    int value = -1;
    for (int i = start; i < line.length() && i < start + 4; i++) {
      int digit = Character.digit(line.charAt(i), 16);
      if (digit < 0) {
        break;
      }
      value = Math.max(0, value) * 16 + digit;
    }
    return line.contains(word) ? value : -1;
  }
}
