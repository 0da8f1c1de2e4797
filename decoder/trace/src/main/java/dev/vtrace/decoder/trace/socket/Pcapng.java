// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import dev.vtrace.decoder.trace.WireEnd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How vhost-user traffic is kept in a pcapng file. The file has one interface of link type 147
 * (DLT_USER0) with nanosecond time stamps, and one packet a message. A packet starts with a
 * pseudo-header; its integers are big-endian:
 *
 * <pre>
 *  0  u8   version of this header: 1
 *  1  u8   what: 0 message to the back-end, 1 message to the front-end, 2 opened, 3 closed,
 *          4 not recorded, 5 the front-end's socket, 6 the process that spoke last in a half,
 *          7 bytes that belong to no message
 *  2  u8   channel: 0 main, 1 back-end's; for "closed" what ended the half, see {@link WireEnd}
 *  3  u8   byte order of the message: 0 little-endian, 1 big-endian;
 *          for 3, 4, 6 and 7 the half: 0 both, 1 to the back-end, 2 to the front-end
 *  4  u32  process id of the sender, of 6 that of the process; 0 not known
 *  8  u64  CLOCK_MONOTONIC in nanoseconds, all ones not known
 * 16  u16  length of the connection's name, then the name (UTF-8)
 *     u16  number of descriptors, then of each: u16 length, what it is (UTF-8)
 *     -    header and payload of the message as on the wire; for 5 the recorder's end of the
 *          connection to the front-end as "socket:[inode->inode of its peer]"; for 6 the name of
 *          the process and how it ended; for others the reason (UTF-8)
 * </pre>
 *
 * A time stamp of 0 means that the time is not known.
 */
public final class Pcapng {
  static final int LINK_TYPE = 147;

  /** DLT_USER1: records of migration streams, which exports have beside the messages. */
  static final int LINK_TYPE_STREAM = 148;

  static final int SECTION = 0x0a0d0d0a;
  public static final int MAGIC = 0x1a2b3c4d;
  static final int INTERFACE = 1;
  static final int SIMPLE_PACKET = 3;
  static final int PACKET = 6;
  static final int OPTION_COMMENT = 1;
  static final int OPTION_NAME = 2;
  static final int OPTION_RESOLUTION = 9;
  static final int OPTION_OFFSET = 14;
  static final int HEADER_VERSION = 1;
  static final int FIXED = 16;

  static final int TO_BACKEND = 0;
  static final int TO_FRONTEND = 1;
  static final int OPENED = 2;
  static final int CLOSED = 3;
  static final int MISSING = 4;
  static final int FRONT_END = 5;
  static final int PROCESS = 6;
  static final int FOREIGN = 7;

  private Pcapng() {}

  /** Whether a file that begins so has packets of another link type than vtrace writes. */
  public static boolean isForeign(byte[] head) {
    if (head.length < 28) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(head);
    in.order(in.getInt(8) == MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long at = in.getInt(4) & 0xffff_ffffL;
    while (at >= 12 && at + 12 <= head.length) {
      long length = in.getInt((int) at + 4) & 0xffff_ffffL;
      if (in.getInt((int) at) == INTERFACE) {
        return (in.getShort((int) at + 8) & 0xffff) != LINK_TYPE;
      }
      if (length < 12) {
        return false;
      }
      at += length;
    }
    return false;
  }
}
