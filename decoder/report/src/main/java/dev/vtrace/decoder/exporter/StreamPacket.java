// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.stream.SectionKind;

/**
 * A record of a migration stream as one packet of a pcapng file, of link type 148 (DLT_USER1). The
 * fields of most devices are described at the end of a stream only, and those of vhost devices must
 * be found by trial; so a packet carries a directory of its fields before its bytes, and the
 * dissector reads their values. All integers are big-endian:
 *
 * <pre>
 *  0  u8   version of this header: 1
 *  1  u8   the byte that the record starts with; 240 header of the stream, 241 record of a side
 *          channel, 242 bytes that are no record
 *  2  u8   bits: 1 a footer ends it, 2 it lies in a package, 4 its own time is known,
 *          8 the directory lacks fields
 *  3  u8   0
 *  4  u64  offset in the stream
 * 12  u64  length in bytes; the packet may have fewer
 * 20  u32  number of its first descriptor
 * 24  u16  length of the stream's name, then the name (UTF-8)
 *     u16  length of the section's name, then the name
 *     u32  length of the directory, then {@link FieldDirectory}
 *     -    the bytes of the record
 * </pre>
 *
 * @param file the stream
 * @param offset of its first byte in the stream
 * @param length bytes of the record in the stream
 * @param bytes header, directory and the bytes that were kept
 * @param absent bytes of the record that were not kept
 */
public record StreamPacket(String file, long offset, long length, byte[] bytes, long absent) {
  static final int VERSION = 1;
  static final int FLAGS = 2;
  static final int HAS_FOOTER = 1;
  static final int PACKAGED = 2;
  static final int TIMED = 4;
  static final int PARTLY = 8;

  /** What stands for a record that starts with no byte of its own. */
  static int number(SectionKind kind) {
    return switch (kind) {
      case HEADER -> 240;
      case RECORD -> 241;
      case UNKNOWN -> 242;
      default -> kind.type();
    };
  }
}
