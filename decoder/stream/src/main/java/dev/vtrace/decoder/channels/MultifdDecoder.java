// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.ram.PacketUnpacker;
import dev.vtrace.decoder.stream.PageKind;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a multifd channel: 64 bytes of hello, then packets of a header with the offsets of up to
 * 512 KiB of pages, and after it the content of those that are not zero, packed or not
 * (migration/multifd.h of QEMU 7.2 to 11.1).
 */
final class MultifdDecoder extends ChannelDecoder {
  private static final int PACKET_PAGES_SIZE = 512 * 1024;
  private static final int HEADER = 320;
  private static final int BLOCK_NAME = 256;
  private static final int VERSION = 1;

  private static final int SYNC = 1;
  private static final int COMPRESSION = 0x1f << 1;
  private static final int DEVICE_STATE = 32 << 1;

  /** Pages in a packet, for pages of 256 bytes to 64 KiB; the usual first. */
  private static final int[] PAGE_COUNTS = {128, 64, 32, 512, 256, 16, 8, 1024, 2048};

  private final PacketUnpacker unpacker = new PacketUnpacker();
  private int pageSize;
  private int pageCount;
  private int id = -1;
  private long syncs;

  MultifdDecoder(ByteSource source, int pageSize, ChannelVisitor visitor) {
    super(source, ChannelKind.MULTIFD, visitor);
    this.pageSize = pageSize;
    this.pageCount = pageSize <= 0 ? 0 : PACKET_PAGES_SIZE / pageSize;
  }

  @Override
  int id() {
    return id;
  }

  /** How many packets said that all that was sent before is complete. */
  long syncs() {
    return syncs;
  }

  @Override
  void read(RecordBuilder record) throws IOException {
    record.name = record.offset == 0 ? "hello" : "packet";
    long magic = record.number("magic", 4);
    long version = record.number("version", 4);
    if (magic != ChannelKind.MULTIFD_MAGIC || version != VERSION) {
      String found = "0x" + Long.toHexString(magic) + ", version " + version;
      record.lose(record.offset, 8, "a packet begins with " + found);
      return;
    }
    if (record.offset == 0) {
      hello(record);
      return;
    }
    int flags = (int) record.number("flags", 4);
    record.flags(names(flags));
    if ((flags & DEVICE_STATE) != 0) {
      deviceState(record);
    } else {
      packet(record, flags);
    }
    if ((flags & SYNC) != 0) {
      syncs++;
      counts.add("SYNC");
    }
  }

  private void hello(RecordBuilder record) {
    record.bytes("uuid", "buffer", 16);
    id = (int) record.number("id", 1);
    record.bytes("unused1", "buffer", 7);
    record.bytes("unused2", "buffer", 32);
  }

  private static List<String> names(int flags) {
    List<String> names = new ArrayList<>();
    if ((flags & SYNC) != 0) {
      names.add("SYNC");
    }
    MultifdCompression packed = MultifdCompression.of((flags & COMPRESSION) >> 1);
    if (packed != null && packed != MultifdCompression.NONE) {
      names.add(packed.name());
    }
    if ((flags & DEVICE_STATE) != 0) {
      names.add("DEVICE_STATE");
    }
    return names;
  }

  private void deviceState(RecordBuilder record) {
    record.name = "device state";
    record.text("idstr", BLOCK_NAME);
    record.number("instance_id", 4);
    long length = record.number("next_packet_size", 4);
    long there = Math.min(length, in.remaining());
    record.opaque("state", "device state", there);
    if (there < length) {
      record.report(Code.TRUNCATED, in.position(), 0, "the input ends inside a device's state");
    }
  }

  private void packet(RecordBuilder record, int flags) throws IOException {
    long room = record.number("pages_alloc", 4);
    long normal = record.number("normal_pages", 4);
    long size = record.number("next_packet_size", 4);
    record.number("packet_num", 8);
    // Up to QEMU 8.2 these four bytes were unused, and zero.
    long zero = record.number("zero_pages", 4);
    record.bytes("unused32", "buffer", 4);
    record.bytes("unused64", "buffer", 24);
    String block = record.text("ramblock", BLOCK_NAME);
    int places = places(room, record.offset);
    long used = normal + zero;
    MultifdCompression packed = MultifdCompression.of((flags & COMPRESSION) >> 1);
    // Without pages the size is left over from the packet before, up to QEMU 8.2.
    long data = normal == 0 ? 0 : size;
    if (places == 0 || used > places || packed == null) {
      record.lose(
          record.offset, HEADER, "a packet of " + used + " pages, where " + places + " fit");
      return;
    }
    pageCount = places;
    pageSize = PACKET_PAGES_SIZE / places;
    if (packed == MultifdCompression.NONE && data != normal * pageSize) {
      record.lose(record.offset, HEADER, normal + " pages do not have " + data + " bytes");
      return;
    }
    if (data > 2 * PACKET_PAGES_SIZE) {
      record.lose(record.offset, HEADER, normal + " packed pages of " + data + " bytes");
      return;
    }
    long offsets = in.position();
    Value list = new Value.Array((int) used, 8, false, false);
    record.span("offsets", "uint64", used * 8, list);
    record.span("unused_offsets", "buffer", (places - used) * 8, Value.NONE);
    long content = in.position();
    long there = Math.min(data, in.remaining());
    record.span("pages", packed.type(), there, Value.NONE);
    counts.add("PAGE", normal);
    counts.add("ZERO", zero);
    if (there < data) {
      record.report(Code.TRUNCATED, content, there, "the input ends inside the pages of a packet");
    } else {
      pages(record, packed, block, offsets, (int) normal, (int) zero, content, data);
    }
    in.seek(content + there);
  }

  /** How many offsets a packet has room for: all packets of a migration as many. */
  private int places(long told, long start) {
    if (told > 0) {
      return pageCount == told || PACKET_PAGES_SIZE % told == 0 && told <= 2048 ? (int) told : 0;
    }
    if (pageCount > 0) {
      return pageCount;
    }
    // A packet without pages need not tell; the next one begins where it ends.
    for (int count : PAGE_COUNTS) {
      long next = start + HEADER + 8L * count - in.position();
      if (in.position() + next == in.end() || in.peekU32(next) == ChannelKind.MULTIFD_MAGIC) {
        return count;
      }
    }
    return 0;
  }

  private void pages(
      RecordBuilder record,
      MultifdCompression packed,
      String block,
      long offsets,
      int normal,
      int zero,
      long content,
      long length)
      throws IOException {
    byte[] plain = null;
    if (packed.unpacks() && normal > 0) {
      in.seek(content);
      byte[] data = in.bytes((int) length);
      String fault =
          packed == MultifdCompression.ZLIB
              ? unpacker.zlib(data, normal * pageSize)
              : unpacker.zstd(data, normal * pageSize);
      if (fault != null) {
        record.report(Code.PAGE_UNDECODABLE, content, length, fault);
      } else {
        plain = unpacker.output();
      }
    }
    for (int i = 0; i < normal + zero; i++) {
      in.seek(offsets + 8L * i);
      long address = in.u64();
      if (i >= normal) {
        long where = offsets + 8L * i;
        visitor.page(new RamPage(PageKind.ZERO, block, address, pageSize, where, 0), null, 0);
      } else if (packed == MultifdCompression.NONE) {
        long where = content + (long) i * pageSize;
        visitor.page(
            new RamPage(PageKind.PAGE, block, address, pageSize, where, pageSize), null, 0);
      } else {
        RamPage page =
            new RamPage(PageKind.valueOf(packed.name()), block, address, pageSize, content, length);
        visitor.page(page, plain, i * pageSize);
      }
    }
  }
}
