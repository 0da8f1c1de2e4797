// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.devices.DeviceTypes;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.DeviceDescription;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.StateReader;
import dev.vtrace.decoder.vmstate.StreamDescription;
import dev.vtrace.decoder.vmstate.StructDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the state of devices: by the stream's description, else by built-in layouts, else as bytes
 * up to the section's footer.
 */
final class DeviceSections {
  private final StreamContext stream;
  private final Cursor in;
  private final Footers footers;
  private final DeviceTypes types;

  DeviceSections(StreamContext stream, Footers footers, DeviceTypes types) {
    this.stream = stream;
    this.in = stream.in();
    this.footers = footers;
    this.types = types;
  }

  /** Reads the data and footer of a section whose header was read. */
  void read(SectionBuilder section) {
    long start = in.position();
    DeviceDescription device = stream.description().device(section.name, section.instance);
    String kind = device == null ? kind(section.name) : device.state().name();
    StructDescription state = device == null ? types.builtIn(kind) : device.state();
    boolean fits = false;
    if (state != null) {
      StateReader.Section header = new StateReader.Section(section.name, kind, section.id, start);
      StateReader reader = new StateReader(in, header, types, section.diagnostics);
      section.fields.addAll(reader.read(state));
      countSubsections(section.fields, section.counts);
      fits = !reader.stopped() && behind(section);
    } else if (stream.description() != StreamDescription.NONE) {
      section.report(
          Code.NOT_DESCRIBED, start, 0, "", "nothing describes the state of this device");
    }
    if (!fits) {
      recover(section, start, state != null);
    }
    footers.read(in, section);
  }

  /** The last part of a section name is the name of the device's state. */
  private static String kind(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private boolean behind(SectionBuilder section) {
    if (Footers.isNext(in, section.id)) {
      return true;
    }
    return footers.absent() && (in.remaining() == 0 || SectionKind.of(in.peek()) != null);
  }

  /** Finds the end of a section whose bytes are not what they were said to be. */
  private void recover(SectionBuilder section, long start, boolean described) {
    long stop = in.position();
    in.seek(start);
    long end = Resync.footer(in, section.id, Set.of(), stream.description(), false);
    in.seek(stop);
    if (end < 0) {
      unbounded(section, described);
      return;
    }
    String last = "";
    for (Field field : section.fields) {
      if (field.end() <= end) {
        last = field.label();
      }
    }
    section.remove(Code.TRUNCATED);
    if (described && section.diagnostics.isEmpty()) {
      section.report(
          Code.DESCRIPTION_MISFIT,
          Math.min(stop, end),
          Math.abs(end - stop),
          last,
          "the description accounts for "
              + (stop - start)
              + " bytes, the section has "
              + (end - start)
              + "; this is the last field that may be right");
    }
    List<Field> kept = new ArrayList<>();
    long at = cut(section.fields, end, kept, start);
    section.fields.clear();
    section.fields.addAll(kept);
    if (at < end) {
      section.fields.add(Field.opaque("(not described)", "unknown", at, end - at));
    }
    in.seek(end);
  }

  private void unbounded(SectionBuilder section, boolean described) {
    if (in.remaining() == 0) {
      section.stopped = true;
      if (!section.has(Code.TRUNCATED)) {
        section.truncated(in.position(), 0, "the section's data");
      }
      return;
    }
    if (!described || footers.absent()) {
      // Without a footer only the header of the next section can tell where this one ends.
      long at = in.position();
      long next = Resync.nextRecord(in, in.end(), Set.of(), stream.description());
      section.fields.add(Field.opaque("(not described)", "unknown", at, next - at));
      in.seek(next);
    }
  }

  /** Keeps fields that end before a limit; returns where the last of them ends. */
  private static long cut(List<Field> fields, long limit, List<Field> kept, long start) {
    long at = start;
    for (Field field : fields) {
      if (field.end() > limit) {
        List<Field> children = new ArrayList<>();
        long end = cut(field.children(), limit, children, field.offset());
        if (end > field.offset()) {
          kept.add(
              Field.struct(
                  field.name(), field.type(), field.offset(), end - field.offset(), children));
        }
        return end;
      }
      kept.add(field);
      at = field.end();
    }
    return at;
  }

  private static void countSubsections(List<Field> fields, Counts counts) {
    for (Field field : fields) {
      if (field.type().equals("subsection")) {
        counts.add("SUBSECTION");
      }
      if (!field.type().equals("virtio")) {
        countSubsections(field.children(), counts);
      }
    }
  }
}
