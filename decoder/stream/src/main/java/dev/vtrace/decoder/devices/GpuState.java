// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static dev.vtrace.decoder.devices.Layout.layout;
import static dev.vtrace.decoder.devices.Layout.u32;
import static dev.vtrace.decoder.devices.Layout.u64;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.FieldDescription;
import dev.vtrace.decoder.vmstate.StateReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What virtio-gpu saves after its virtio state: resources with their images, then the scanouts
 * (hw/display/virtio-gpu.c of QEMU 7.2 to 11.1, checked against recorded streams).
 */
final class GpuState {
  /** All formats of virtio-gpu have so many. */
  private static final int BYTES_PER_PIXEL = 4;

  private static final int MAX_SCANOUTS = 16;

  /** Far more than guests have; keeps damage from being taken for resources for long. */
  private static final int MAX_RESOURCES = 1 << 14;

  /** As many as a guest may attach. */
  private static final int MAX_PARTS = 1 << 14;

  private static final int MAX_SIDE = 1 << 16;
  private static final int FOOTER = 0x7e;

  private static final Layout MEMORY = layout("iov", u64("addr"), u32("len"));

  private static final Layout RESOURCE =
      layout(
          "virtio_gpu_simple_resource", u32("width"), u32("height"), u32("format"), u32("iov_cnt"));

  private static final Layout BLOB =
      layout("virtio_gpu_blob_resource", u32("blob_size"), u32("iov_cnt"));

  private static final Layout SCANOUT =
      layout(
          "virtio-gpu-one-scanout",
          u32("resource_id"),
          u32("width"),
          u32("height"),
          new Layout.NumberItem("x", "int32", 4),
          new Layout.NumberItem("y", "int32", 4),
          u32("cursor.resource_id"),
          u32("cursor.hot_x"),
          u32("cursor.hot_y"),
          u32("cursor.pos.x"),
          u32("cursor.pos.y"));

  /** Since QEMU 9.1. */
  private static final Layout SCANOUT_WITH_BUFFER =
      SCANOUT.and(
          u32("fb.format"),
          u32("fb.bytes_pp"),
          u32("fb.width"),
          u32("fb.height"),
          u32("fb.stride"),
          u32("fb.offset"));

  private GpuState() {}

  /** Reads the field, or returns null with the cursor where it was. */
  static @Nullable Field read(FieldDescription field, StateReader reader) {
    return resources(field, reader.in(), reader.section(), RESOURCE, true);
  }

  /** The field in a stream that does not describe it. */
  static FieldDescription undescribed() {
    return new FieldDescription("virtio-gpu", "virtio-gpu", -1, -1, -1, null);
  }

  /** Whether the field is next and runs up to the end of its section. */
  static boolean isNext(Cursor in, StateReader.SectionContext section) {
    long back = in.position();
    boolean next = resources(undescribed(), in, section, RESOURCE, true) != null;
    in.seek(back);
    return next;
  }

  /** Reads the resources that are memory of the guest, or returns null likewise. */
  static @Nullable Field blobs(FieldDescription field, StateReader reader) {
    return resources(field, reader.in(), reader.section(), BLOB, false);
  }

  private static @Nullable Field resources(
      FieldDescription field,
      Cursor in,
      StateReader.SectionContext section,
      Layout layout,
      boolean images) {
    long start = in.position();
    long size = field.size();
    LayoutReader reader = new LayoutReader(in);
    List<Field> out = new ArrayList<>();
    List<Field> resources = new ArrayList<>();
    while (reader.ok()) {
      long at = in.position();
      Field id = reader.number("resource_id", "uint32", 4);
      if (!reader.ok() || id.number(0) == 0) {
        out.add(Field.struct("resources", layout.name(), start, at - start, resources));
        out.add(Field.leaf("end", "uint32", at, in.position() - at, id.value()));
        break;
      }
      if (size >= 0 && in.position() - start > size || resources.size() == MAX_RESOURCES) {
        reader.lose("resources have no end");
        break;
      }
      resources.add(resource(reader, layout, images, id).at(resources.size()));
    }
    if (reader.ok() && images) {
      scanouts(reader, section, size < 0 ? -1 : start + size, out);
    }
    boolean whole = size < 0 || in.position() - start == size;
    if (reader.ok() && reader.faults().isEmpty() && whole) {
      return Field.struct(field.name(), field.type(), start, in.position() - start, out);
    }
    in.seek(start);
    return null;
  }

  private static Field resource(LayoutReader reader, Layout layout, boolean image, Field id) {
    List<Field> out = new ArrayList<>();
    out.add(id);
    reader.items(layout.items(), out);
    if (reader.ok()) {
      parts(reader, out);
    }
    if (image && reader.ok()) {
      long width = out.get(1).number(0);
      long height = out.get(2).number(0);
      if (width > MAX_SIDE || height > MAX_SIDE) {
        reader.lose("an image would be of " + width + " by " + height + " pixels");
      } else {
        out.add(reader.bytes("image", "buffer", width * height * BYTES_PER_PIXEL));
      }
    }
    long start = id.offset();
    return Field.struct("", layout.name(), start, reader.in().position() - start, out);
  }

  /** Reads the parts of guest memory that back a resource. */
  private static void parts(LayoutReader reader, List<Field> out) {
    long count = out.get(out.size() - 1).number(0);
    if (count > MAX_PARTS) {
      reader.lose("a resource would have " + count + " parts");
      return;
    }
    long start = reader.in().position();
    List<Field> parts = new ArrayList<>();
    for (int i = 0; i < count && reader.ok(); i++) {
      parts.add(reader.struct("", MEMORY).at(i));
    }
    out.add(Field.struct("iov", MEMORY.name(), start, reader.in().position() - start, parts));
  }

  /**
   * Reads the scanouts. From QEMU 9.1 to at least 11.1 it is chance whether one after the first has
   * a description of its buffer: the test that asks looks into the wrong memory. Where some have
   * and some have not, nothing tells which, unless only the first has.
   */
  private static void scanouts(
      LayoutReader reader, StateReader.SectionContext section, long end, List<Field> out) {
    Cursor in = reader.in();
    out.add(reader.number("enable", "int32", 4));
    Field outputs = reader.number("max_outputs", "uint32", 4);
    out.add(outputs);
    long count = outputs.number(0);
    if (!reader.ok() || count < 1 || count > MAX_SCANOUTS) {
      reader.lose("there would be " + count + " scanouts");
      return;
    }
    long start = in.position();
    long plain = size(SCANOUT) * count;
    long more = size(SCANOUT_WITH_BUFFER) - size(SCANOUT);
    long length = end < 0 ? undescribed(in, section, plain, more, count) : end - start;
    long with = (length - plain) / more;
    if (length < plain || (length - plain) % more != 0 || with > count) {
      reader.lose("the scanouts do not fill the field");
      return;
    }
    List<Field> scanouts = new ArrayList<>();
    if (with == 0 || with == 1 || with == count) {
      for (int i = 0; i < count && reader.ok(); i++) {
        scanouts.add(reader.struct("", i < with ? SCANOUT_WITH_BUFFER : SCANOUT).at(i));
      }
      out.add(Field.struct("scanout", SCANOUT.name(), start, length, scanouts));
    } else {
      in.skip(length);
      out.add(Field.opaque("scanout", SCANOUT.name(), start, length));
    }
  }

  private static long size(Layout words) {
    return 4L * words.items().size();
  }

  /** Length of scanouts that no description tells: up to what must follow them. */
  private static long undescribed(
      Cursor in, StateReader.SectionContext section, long plain, long more, long most) {
    for (long with = 0; with <= most; with++) {
      long length = plain + with * more;
      boolean footer = in.peek(length) == FOOTER && in.peekU32(length + 1) == section.id();
      if (footer || in.position() + length == section.end()) {
        return length;
      }
    }
    return -1;
  }
}
