// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static dev.vtrace.decoder.devices.Layout.bool;
import static dev.vtrace.decoder.devices.Layout.bytes;
import static dev.vtrace.decoder.devices.Layout.layout;
import static dev.vtrace.decoder.devices.Layout.repeated;
import static dev.vtrace.decoder.devices.Layout.u16;
import static dev.vtrace.decoder.devices.Layout.u32;
import static dev.vtrace.decoder.devices.Layout.u64;
import static dev.vtrace.decoder.devices.Layout.u8;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.FieldDescription;
import dev.vtrace.decoder.vmstate.StateReader;
import dev.vtrace.decoder.vmstate.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types of fields that a description names and whose bytes it does not tell. A type with several
 * rows has changed, or depends on what is not in the field; the first row that accounts for all
 * bytes is taken. To add one, add a row, and its name to {@link DeviceTypes#read}.
 *
 * <p>Sources: the devices and targets of QEMU 7.2 to 11.1, checked against recorded streams.
 */
final class TypeLayouts {
  private static final int CHANNEL_PATHS = 256;

  private static final Layout REDIRECTED_PACKET =
      layout(
          "usb-redir-bufp",
          u32("len"),
          u32("status"),
          new Layout.BytesItem("data", "buffer", 1, "len"));

  /** The channel paths of one channel-subsystem image on s390x. */
  private static final Layout CHANNEL_IMAGE =
      layout(
          "s390_css_img",
          repeated(
              "chpids",
              CHANNEL_PATHS,
              layout("s390_chp_info", u8("in_use"), u8("type"), u8("is_virtual"))));

  static final Layout BACKEND_STATE =
      layout("virtio-fs back-end state", new Layout.Chunks(Layout.VIRTIOFSD));

  private static final Layout DMA_WINDOW_DETAILS =
      layout("spapr_iommu_ex", u64("bus_offset"), u32("page_shift"));

  /** The table of a pseries' DMA window; since version 3 with whether it is the default one. */
  private static final Layout DMA_WINDOW =
      layout(
          "spapr_iommu",
          u32("liobn"),
          u32("nb_table"),
          bool("bypass"),
          new Layout.BytesItem("table", "buffer", 8, "nb_table"));

  static final List<Layout> DMA_WINDOWS =
      List.of(
          DMA_WINDOW.with(DMA_WINDOW_DETAILS),
          DMA_WINDOW.and(bool("def_win")).with(DMA_WINDOW_DETAILS));

  private static final Layout[] ROWS = {
    // MIPS, of a 64-bit target and of a 32-bit one. With 32 bytes it is either a 64-bit target
    // without MMID (before 8.0) or a 32-bit one with it; they agree after the first 14.
    layout(
        "tlb_entry",
        u64("VPN"),
        u32("PageMask"),
        u16("ASID"),
        u32("MMID"),
        u16("flags"),
        u64("PFN0"),
        u64("PFN1")),
    layout("tlb_entry", bytes("VPN_PageMask_ASID", 14), u16("flags"), u64("PFN0"), u64("PFN1")),
    layout(
        "tlb_entry",
        u32("VPN"),
        u32("PageMask"),
        u16("ASID"),
        u16("flags"),
        u64("PFN0"),
        u64("PFN1")),
    // PA-RISC: since 8.1 with the first and last address, before with the page alone.
    layout("tlb entry", u64("first"), u64("last"), u64("pa"), u64("flags")),
    layout("tlb entry", u64("va_b"), u32("pa"), u32("flags")),
    layout("usb-redir-parser", u32("len"), new Layout.BytesItem("data", "buffer", 1, "len")),
    // A tree without nodes; those of one that has some are of a type that nothing tells.
    layout("gtree", u32("nnodes"), u8("end")),
    // What tpm-crb saves of a command and a response that take several transfers.
    layout("GByteArray", u32("len"), new Layout.BytesItem("data", "buffer", 1, "len")),
    layout("usb-redir-packet-id-q", u32("size"), repeated("ids", "size", layout("id", u64("id")))),
    layout("usb-redir-bufpq", u32("size"), repeated("packets", "size", REDIRECTED_PACKET)),
    // Chunks as the back-end gave them (VHOST_USER_PROTOCOL_F_DEVICE_STATE).
    BACKEND_STATE,
    layout("scsi-requests", new Layout.Listed("requests", ScsiLayouts.REQUEST)),
    layout("scsi-requests", new Layout.Listed("requests", ScsiLayouts.MPT_REQUEST)),
    layout("scsi-requests", new Layout.Listed("requests", ScsiLayouts.VIRTIO_REQUEST)),
    layout("scsi-requests", new Layout.Listed("requests", ScsiLayouts.VIRTIO_PACKED_REQUEST)),
  };

  private TypeLayouts() {}

  /** Reads a field that no description tells the size of, or returns null likewise. */
  static @Nullable Field undescribed(String name, Layout layout, Cursor in) {
    long start = in.position();
    LayoutReader reader = new LayoutReader(in);
    Field read = reader.struct(name, layout);
    if (reader.ok()) {
      return read;
    }
    in.seek(start);
    return null;
  }

  /** Reads a field that ends its section, by the first layout that ends where the section does. */
  static @Nullable Field last(String name, List<Layout> layouts, StateReader reader) {
    long start = reader.in().position();
    for (Layout layout : layouts) {
      Field read = undescribed(name, layout, reader.in());
      if (read != null && reader.isSectionEnd()) {
        return read;
      }
      reader.in().seek(start);
    }
    return null;
  }

  /** Reads a field by the rows of its type, or returns null with the cursor where it was. */
  static @Nullable Field read(FieldDescription field, Cursor in) {
    if (field.size() <= 1) {
      // An empty list, which needs no row.
      return null;
    }
    for (Layout row : ROWS) {
      if (row.name().equals(field.type())) {
        Field read = exactly(row, field, in);
        if (read != null) {
          return read;
        }
      }
    }
    return null;
  }

  private static @Nullable Field exactly(Layout row, FieldDescription field, Cursor in) {
    long start = in.position();
    LayoutReader reader = new LayoutReader(in);
    Field read = reader.struct(field.name(), row);
    if (reader.ok() && reader.faults().isEmpty() && read.length() == field.size()) {
      return read;
    }
    in.seek(start);
    return null;
  }

  /**
   * Reads an element of the array of channel-subsystem images. QEMU before 10.0 describes the array
   * by its first element, which is a null pointer, as so many elements of one byte; those that are
   * there have no mark in front of them.
   */
  static @Nullable Field channelImage(FieldDescription field, Cursor in) {
    long start = in.position();
    if (in.peek() == '0') {
      in.skip(1);
      return Field.leaf(field.name(), "nullptr", start, 1, new Value.Named('0', 1, "null"));
    }
    LayoutReader reader = new LayoutReader(in);
    Field read = reader.struct(field.name(), CHANNEL_IMAGE);
    if (reader.ok()) {
      return read;
    }
    in.seek(start);
    return null;
  }
}
