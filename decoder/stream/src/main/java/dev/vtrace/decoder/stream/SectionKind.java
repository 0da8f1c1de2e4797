// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import org.jspecify.annotations.Nullable;

/** The records that a stream is made of, with the byte that each starts with. */
public enum SectionKind {
  HEADER(-1, "header", "HEADER"),
  EOF(0x00, "eof", "EOF"),
  START(0x01, "start", "START"),
  PART(0x02, "part", "PART"),
  END(0x03, "end", "END"),
  FULL(0x04, "full", "FULL"),
  VMDESCRIPTION(0x06, "vmdescription", "VMDESC"),
  CONFIGURATION(0x07, "configuration", "CONFIGURATION"),
  COMMAND(0x08, "command", "COMMAND"),
  /** A record of a side channel. */
  RECORD(-1, "record", "RECORD"),
  /** Bytes before the header, past the end, or where sync was lost. */
  UNKNOWN(-1, "unknown", "UNKNOWN");

  private final int type;
  private final String label;
  private final String counter;

  SectionKind(int type, String label, String counter) {
    this.type = type;
    this.label = label;
    this.counter = counter;
  }

  /** The first byte of the record, or -1. */
  public int type() {
    return type;
  }

  /** The name in text and JSON. */
  public String label() {
    return label;
  }

  /** The name in the counts of records. */
  public String counter() {
    return counter;
  }

  /** The kind that starts with this byte, or null. */
  public static @Nullable SectionKind of(int type) {
    for (SectionKind kind : values()) {
      if (kind.type == type && type >= 0) {
        return kind;
      }
    }
    return null;
  }
}
