// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a vhost-user in-flight region: which descriptors a back-end had taken and not
 * returned. It is memory of the host, little-endian on all hosts in use; the layout is that of the
 * vhost-user protocol, "Inflight I/O tracking".
 */
final class InflightRegion {
  private static final int SPLIT_HEAD = 16;
  private static final int SPLIT_ENTRY = 16;

  private InflightRegion() {}

  /**
   * Reads a region of so many bytes at the cursor.
   *
   * @return null, with the cursor where it was, if the bytes are no region for split rings
   */
  static @Nullable Field read(String name, String type, Cursor in, long size) {
    long start = in.position();
    if (size < SPLIT_HEAD || !in.has(size)) {
      return null;
    }
    List<Field> queues = new ArrayList<>();
    while (in.position() < start + size) {
      Field queue = queue(in, start + size);
      if (queue == null) {
        in.seek(start);
        return null;
      }
      queues.add(queue.at(queues.size()));
    }
    return Field.struct(name, type, start, size, queues);
  }

  private static @Nullable Field queue(Cursor in, long end) {
    long start = in.position();
    if (end - start < SPLIT_HEAD) {
      return null;
    }
    List<Field> out = new ArrayList<>();
    word(out, in, "features", 8);
    word(out, in, "version", 2);
    long entries = word(out, in, "desc_num", 2);
    word(out, in, "last_batch_head", 2);
    word(out, in, "used_idx", 2);
    if (entries == 0 || entries * SPLIT_ENTRY > end - in.position()) {
      return null;
    }
    long at = in.position();
    out.add(Field.struct("desc", "inflight desc", at, entries * SPLIT_ENTRY, entries(in, entries)));
    return Field.struct("queue", "inflight split region", start, in.position() - start, out);
  }

  /** Entries that hold something one by one, runs of empty ones as one field. */
  private static List<Field> entries(Cursor in, long count) {
    List<Field> out = new ArrayList<>();
    long i = 0;
    while (i < count) {
      long start = in.position();
      long first = i;
      while (i < count && in.zeros(SPLIT_ENTRY)) {
        in.skip(SPLIT_ENTRY);
        i++;
      }
      if (i > first) {
        String label = i == first + 1 ? "[" + first + "]" : "[" + first + ".." + (i - 1) + "]";
        Value zero = new Value.TextValue("all zero");
        out.add(Field.leaf(label, "inflight desc", start, in.position() - start, zero));
      } else {
        out.add(entry(in).at((int) i));
        i++;
      }
    }
    return out;
  }

  private static Field entry(Cursor in) {
    long start = in.position();
    List<Field> out = new ArrayList<>();
    word(out, in, "inflight", 1);
    long padding = in.position();
    in.skip(5);
    out.add(Field.leaf("padding", "padding", padding, 5, Value.BYTES));
    word(out, in, "next", 2);
    word(out, in, "counter", 8);
    return Field.struct("", "inflight desc", start, SPLIT_ENTRY, out);
  }

  private static long word(List<Field> out, Cursor in, String name, int bytes) {
    long at = in.position();
    long value = in.little(bytes);
    String type = bytes == 1 ? "uint8" : "uint" + bytes * 8 + " little-endian";
    out.add(Field.leaf(name, type, at, bytes, new Value.Int(value, bytes, false)));
    return value;
  }
}
