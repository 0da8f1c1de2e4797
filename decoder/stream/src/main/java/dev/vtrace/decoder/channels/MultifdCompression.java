// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import org.jspecify.annotations.Nullable;

/** How the pages of a multifd packet are packed: five bits of its flags. */
enum MultifdCompression {
  NONE(0, "pages"),
  /** One deflate stream a channel, flushed after each packet. */
  ZLIB(1, "zlib"),
  /** One Zstandard frame a channel, flushed after each packet. */
  ZSTD(2, "zstd"),
  /** Needs the hardware it is named for, or its library; kept packed. */
  QPL(4, "qpl"),
  UADK(8, "uadk"),
  QATZIP(16, "qatzip");

  private final int number;
  private final String type;

  MultifdCompression(int number, String type) {
    this.number = number;
    this.type = type;
  }

  /** Type of the field with the packed pages. */
  String type() {
    return type;
  }

  /** Whether this library can unpack it. */
  boolean unpacks() {
    return this == ZLIB || this == ZSTD;
  }

  /** The method with this number, or null. */
  static @Nullable MultifdCompression of(int number) {
    for (MultifdCompression row : values()) {
      if (row.number == number) {
        return row;
      }
    }
    return null;
  }
}
