// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/** The flags word of a message header (vhost-user specification, "Header"). */
public final class Flags {
  /** Bits 0 and 1: the protocol version, of which only 1 exists. */
  public static final int VERSION_MASK = 0x3;

  public static final int VERSION = 0x1;
  public static final int REPLY = 0x4;
  public static final int NEED_REPLY = 0x8;

  /** Bits without meaning; a conforming sender leaves them 0. */
  public static final int RESERVED = ~0xf;

  private Flags() {}

  /** The flags as people say them: {@code need_reply}, {@code reply}, {@code reserved 0x10}. */
  public static String text(int flags) {
    StringBuilder out = new StringBuilder();
    if ((flags & REPLY) != 0) {
      out.append("reply ");
    }
    if ((flags & NEED_REPLY) != 0) {
      out.append("need_reply ");
    }
    if ((flags & VERSION_MASK) != VERSION) {
      out.append("version ").append(flags & VERSION_MASK).append(' ');
    }
    if ((flags & RESERVED) != 0) {
      out.append("reserved 0x").append(Integer.toHexString(flags & RESERVED)).append(' ');
    }
    return out.toString().trim();
  }
}
