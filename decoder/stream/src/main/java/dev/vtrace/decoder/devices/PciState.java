// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * PCI configuration space, interrupt pins and MSI-X tables. Unlike the rest of a stream these are
 * little-endian, as the PCI specification lays them out (PCI 3.0 chapter 6, PCI Express 3.0 chapter
 * 7).
 */
public final class PciState {
  static final int CONVENTIONAL = 256;
  static final int EXPRESS = 4096;
  private static final int HEADER = 0x40;
  private static final int CAPABILITIES = 0x34;
  private static final int EXPRESS_CAPABILITY = 0x10;
  private static final int MSIX_CAPABILITY = 0x11;

  /** Header of a device (type 0): offset, bytes, name. The rest of the header is reserved. */
  private static final Object[][] HEADER_FIELDS = {
    {0x00, 2, "vendor_id"},
    {0x02, 2, "device_id"},
    {0x04, 2, "command"},
    {0x06, 2, "status"},
    {0x08, 1, "revision_id"},
    {0x09, 1, "prog_if"},
    {0x0a, 2, "class"},
    {0x0c, 1, "cache_line_size"},
    {0x0d, 1, "latency_timer"},
    {0x0e, 1, "header_type"},
    {0x0f, 1, "bist"}
  };

  private static final Object[][] DEVICE_FIELDS = {
    {0x10, 4, "bar0"},
    {0x14, 4, "bar1"},
    {0x18, 4, "bar2"},
    {0x1c, 4, "bar3"},
    {0x20, 4, "bar4"},
    {0x24, 4, "bar5"},
    {0x28, 4, "cardbus_cis"},
    {0x2c, 2, "subsystem_vendor_id"},
    {0x2e, 2, "subsystem_id"},
    {0x30, 4, "expansion_rom"},
    {0x34, 1, "capabilities"},
    {0x35, 7, "reserved"},
    {0x3c, 1, "interrupt_line"},
    {0x3d, 1, "interrupt_pin"},
    {0x3e, 1, "min_gnt"},
    {0x3f, 1, "max_lat"}
  };

  private static final Object[][] BRIDGE_FIELDS = {
    {0x10, 4, "bar0"},
    {0x14, 4, "bar1"},
    {0x18, 1, "primary_bus"},
    {0x19, 1, "secondary_bus"},
    {0x1a, 1, "subordinate_bus"},
    {0x1b, 1, "secondary_latency_timer"},
    {0x1c, 1, "io_base"},
    {0x1d, 1, "io_limit"},
    {0x1e, 2, "secondary_status"},
    {0x20, 2, "memory_base"},
    {0x22, 2, "memory_limit"},
    {0x24, 2, "prefetchable_base"},
    {0x26, 2, "prefetchable_limit"},
    {0x28, 4, "prefetchable_base_upper"},
    {0x2c, 4, "prefetchable_limit_upper"},
    {0x30, 2, "io_base_upper"},
    {0x32, 2, "io_limit_upper"},
    {0x34, 1, "capabilities"},
    {0x35, 3, "reserved"},
    {0x38, 4, "expansion_rom"},
    {0x3c, 1, "interrupt_line"},
    {0x3d, 1, "interrupt_pin"},
    {0x3e, 2, "bridge_control"}
  };

  private PciState() {}

  /**
   * What lies at an offset of configuration space, as {@code bar4} or {@code device_id}; empty
   * beyond the header, where capabilities lie in no fixed order.
   */
  public static String register(int offset, boolean bridge) {
    for (Object[][] table : List.of(HEADER_FIELDS, bridge ? BRIDGE_FIELDS : DEVICE_FIELDS)) {
      for (Object[] row : table) {
        int start = (Integer) row[0];
        if (offset >= start && offset < start + (Integer) row[1]) {
          return (String) row[2];
        }
      }
    }
    return "";
  }

  /** The configuration space of one function, seen as bytes. */
  record Config(byte[] bytes) {
    private int u8(int at) {
      return bytes[at] & 0xff;
    }

    private int u16(int at) {
      return u8(at) | u8(at + 1) << 8;
    }

    /** Offsets of the conventional capabilities by place; loops and stray pointers end the walk. */
    private TreeMap<Integer, Integer> capabilities() {
      TreeMap<Integer, Integer> found = new TreeMap<>();
      int at = u8(CAPABILITIES) & ~3;
      while (at >= HEADER && at + 2 <= CONVENTIONAL && found.putIfAbsent(at, u8(at)) == null) {
        at = u8(at + 1) & ~3;
      }
      return found;
    }

    private int capability(int id) {
      for (var entry : capabilities().entrySet()) {
        if (entry.getValue() == id) {
          return entry.getKey();
        }
      }
      return -1;
    }

    boolean express() {
      return capability(EXPRESS_CAPABILITY) >= 0;
    }

    /** Number of MSI-X vectors, 0 without MSI-X. */
    int vectors() {
      int at = capability(MSIX_CAPABILITY);
      return at < 0 || at + 4 > CONVENTIONAL ? 0 : (u16(at + 2) & 0x7ff) + 1;
    }
  }

  /** Looks at the first 256 bytes without moving; null where there are fewer. */
  static @Nullable Config peek(Cursor in) {
    if (!in.has(CONVENTIONAL)) {
      return null;
    }
    long back = in.position();
    Config config = new Config(in.bytes(CONVENTIONAL));
    in.seek(back);
    return config;
  }

  /** Reads a configuration space of 256 or 4096 bytes that is known to be there. */
  static Field config(String name, Cursor in, int size) {
    long start = in.position();
    Config config = new Config(in.bytes(size));
    List<Field> out = new ArrayList<>();
    registers(out, config, start, HEADER_FIELDS);
    boolean bridge = (config.u8(0x0e) & 0x7f) == 1;
    registers(out, config, start, bridge ? BRIDGE_FIELDS : DEVICE_FIELDS);
    int at = HEADER;
    TreeMap<Integer, Integer> capabilities = config.capabilities();
    for (var entry : capabilities.entrySet()) {
      int place = entry.getKey();
      if (place < at) {
        continue;
      }
      plain(out, "registers", "buffer", start + at, place - at);
      int length = Math.min(length(config, place, entry.getValue()), CONVENTIONAL - place);
      Integer next = capabilities.higherKey(place);
      if (next != null) {
        length = Math.min(length, next - place);
      }
      plain(out, capabilityName(entry.getValue()), "capability", start + place, length);
      at = place + length;
    }
    plain(out, "registers", "buffer", start + at, CONVENTIONAL - at);
    if (size > CONVENTIONAL) {
      plain(out, "extended", "buffer", start + CONVENTIONAL, size - CONVENTIONAL);
    }
    return new Field(name, -1, "pci config", start, size, Value.BYTES, out, Field.Status.DECODED);
  }

  private static void registers(List<Field> out, Config config, long start, Object[][] rows) {
    for (Object[] row : rows) {
      int at = (Integer) row[0];
      int bytes = (Integer) row[1];
      String name = (String) row[2];
      if (bytes == 1 || bytes == 2 || bytes == 4) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
          value = value << 8 | config.u8(at + i);
        }
        String type =
            bytes == 1 ? "uint8" : bytes == 2 ? "uint16 little-endian" : "uint32 little-endian";
        out.add(Field.leaf(name, type, start + at, bytes, new Value.Int(value, bytes, false)));
      } else {
        plain(out, name, "buffer", start + at, bytes);
      }
    }
  }

  private static void plain(List<Field> out, String name, String type, long at, int length) {
    if (length > 0) {
      out.add(Field.leaf(name, type, at, length, Value.BYTES));
    }
  }

  private static String capabilityName(int id) {
    switch (id) {
      case 0x01:
        return "power_management";
      case 0x04:
        return "slot_identification";
      case 0x05:
        return "msi";
      case 0x09:
        return "vendor_specific";
      case 0x0c:
        return "hot_plug_controller";
      case 0x0d:
        return "subsystem_id";
      case EXPRESS_CAPABILITY:
        return "express";
      case MSIX_CAPABILITY:
        return "msix";
      case 0x12:
        return "sata";
      case 0x13:
        return "advanced_features";
      default:
        return "capability_" + Integer.toHexString(id);
    }
  }

  private static int length(Config config, int at, int id) {
    switch (id) {
      case 0x05:
        // Control bit 7: 64-bit address, bit 8: per-vector masking.
        int control = at + 4 <= CONVENTIONAL ? config.u16(at + 2) : 0;
        return 10 + ((control & 0x80) != 0 ? 4 : 0) + ((control & 0x100) != 0 ? 10 : 0);
      case 0x09:
        return at + 3 <= CONVENTIONAL ? Math.max(2, config.u8(at + 2)) : 2;
      case EXPRESS_CAPABILITY:
        return 0x3c;
      case MSIX_CAPABILITY:
        return 12;
      case 0x04:
        return 4;
      default:
        return 8;
    }
  }

  /** Reads the levels of the four interrupt pins: big-endian words, 16 bytes known to be there. */
  static Field irqState(String name, Cursor in) {
    long start = in.position();
    in.skip(16);
    return Field.leaf(name, "pci irq state", start, 16, new Value.Array(4, 4, false, false));
  }

  /** Bytes that the MSI-X state of so many vectors has: a table and a bit for each. */
  static int msixSize(int vectors) {
    return 16 * vectors + (vectors + 7) / 8;
  }

  /** Reads the MSI-X table and pending bits of so many vectors, known to be there. */
  static List<Field> msix(Cursor in, int vectors) {
    long start = in.position();
    List<Field> entries = new ArrayList<>();
    for (int i = 0; i < vectors; i++) {
      long at = in.position();
      List<Field> entry = new ArrayList<>();
      word(entry, "address", 8, in);
      word(entry, "data", 4, in);
      word(entry, "control", 4, in);
      entries.add(Field.struct("", "msix entry", at, 16, entry).at(i));
    }
    long pending = in.position();
    int bits = (vectors + 7) / 8;
    in.skip(bits);
    return List.of(
        Field.struct("table", "msix table", start, pending - start, entries),
        Field.leaf("pending", "bitmap", pending, bits, Value.BYTES));
  }

  private static void word(List<Field> out, String name, int bytes, Cursor in) {
    long at = in.position();
    long little = in.little(bytes);
    String type = bytes == 8 ? "uint64 little-endian" : "uint32 little-endian";
    out.add(Field.leaf(name, type, at, bytes, new Value.Int(little, bytes, false)));
  }
}
