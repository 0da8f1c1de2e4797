// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.devices.DeviceTypes;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.vmstate.DeviceDescription;
import dev.vtrace.decoder.vmstate.Dump;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Schema;
import dev.vtrace.decoder.vmstate.SizedReader;
import dev.vtrace.decoder.vmstate.StateReader;
import dev.vtrace.decoder.vmstate.StreamDescription;
import dev.vtrace.decoder.vmstate.StructDescription;
import dev.vtrace.decoder.vmstate.SubsectionIndex;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of devices: by the stream's description, else by a schema, else by built-in
 * layouts, else as bytes up to the section's footer, or to the next section in a stream without
 * footers.
 */
final class DeviceSections {
  /** How many places that look like the next header are tried in a stream without footers. */
  private static final int MORE_ENDS = 32;

  private final StreamContext stream;
  private final Cursor in;
  private final Footers footers;
  private final DeviceTypes types;
  private final @Nullable Schema schema;
  private final Set<Long> open;
  private int sized;

  /** Sections that a dump did not help to read. */
  private final Set<String> unsized = new LinkedHashSet<>();

  /**
   * Reads the states of one stream.
   *
   * @param open ids of sections that were started and go on in parts, as they are at the time
   */
  DeviceSections(
      StreamContext stream,
      Footers footers,
      DeviceTypes types,
      @Nullable Schema schema,
      Set<Long> open) {
    this.stream = stream;
    this.in = stream.in();
    this.footers = footers;
    this.types = types;
    this.schema = schema;
    this.open = open;
  }

  /** Where what is known of a section's state comes from. */
  private enum StateOrigin {
    /** The stream's own description. */
    STREAM("the description accounts for ", Code.DESCRIPTION_MISFIT),
    /** The description in another stream. */
    SCHEMA("the schema accounts for ", Code.SCHEMA_MISFIT),
    /** What is known of such devices. */
    BUILT_IN("what is known of this device accounts for ", Code.NOT_DESCRIBED);

    private final String accounts;
    private final Code misfit;

    StateOrigin(String accounts, Code misfit) {
      this.accounts = accounts;
      this.misfit = misfit;
    }
  }

  /** What is known of a section's state. */
  private record Known(String kind, @Nullable StructDescription state, StateOrigin origin) {}

  /** Reads the data and footer of a section whose header was read. */
  void read(SectionBuilder section) {
    long start = in.position();
    long end = footers.absent() ? Resync.sectionEnd(in, start, open, stream.description()) : -1;
    Known known = known(section);
    boolean fits = false;
    if (known.state() != null) {
      fits = described(section, known, start, end);
    } else if (schema != null && schema.dump() != null) {
      fits = sized(section, reader(section, known, start, end), known.kind(), end);
    }
    if (!fits && known.state() == null) {
      Field pci = isPci(section.name) ? types.pciDevice(in) : null;
      if (pci != null) {
        section.fields.add(pci);
      }
      if (stream.description() != StreamDescription.NONE || schema != null) {
        notDescribed(section, start);
      }
    }
    if (!fits) {
      recover(section, start, end, known);
    }
    footers.read(in, section);
  }

  private Known known(SectionBuilder section) {
    DeviceDescription own = stream.description().device(section.name, section.instance);
    if (own != null) {
      return new Known(own.state().name(), own.state(), StateOrigin.STREAM);
    }
    DeviceDescription akin = akin(section);
    if (akin != null) {
      return new Known(akin.state().name(), akin.state(), StateOrigin.SCHEMA);
    }
    String kind = kind(section.name);
    return new Known(kind, types.builtIn(kind), StateOrigin.BUILT_IN);
  }

  private StateReader reader(SectionBuilder section, Known known, long start, long end) {
    StateReader.SectionContext header =
        new StateReader.SectionContext(section.name, known.kind(), section.id, start, end);
    SubsectionIndex borrowed = null;
    if (known.origin() != StateOrigin.STREAM) {
      borrowed = schema == null ? SubsectionIndex.OWN : schema.subsections();
    }
    return new StateReader(in, header, types, borrowed, section.diagnostics);
  }

  /**
   * Reads a state by what is known of it. Without a footer, bytes in the middle of a state may look
   * like the next header; so where the state does not end at the first such place, the next ones
   * are tried, before it is said not to fit.
   */
  private boolean described(SectionBuilder section, Known known, long start, long end) {
    int devices = types.devicesRead();
    boolean fits = attempt(section, known, start, end);
    long next = end;
    for (int i = 0; !fits && next >= 0 && next < in.end() && i < MORE_ENDS; i++) {
      next = Resync.sectionEnd(in, next + 1, open, stream.description());
      undo(section, devices, start);
      fits = attempt(section, known, start, next);
    }
    if (!fits && next != end) {
      undo(section, devices, start);
      attempt(section, known, start, end);
    }
    countSubsections(section.fields, section.counts);
    return fits;
  }

  private boolean attempt(SectionBuilder section, Known known, long start, long end) {
    in.seek(start);
    StateReader reader = reader(section, known, start, end);
    section.fields.addAll(reader.read(requireNonNull(known.state())));
    return !reader.stopped() && reader.isSectionEnd();
  }

  private void undo(SectionBuilder section, int devices, long start) {
    types.forgetAfter(devices);
    section.fields.clear();
    section.diagnostics.clear();
    in.seek(start);
  }

  /** Whether a section name begins with a PCI address, as in {@code 0000:00:01.0/PIIX3}. */
  private static boolean isPci(String name) {
    int slash = name.indexOf('/');
    return slash > 0 && name.indexOf(':') == 4 && name.lastIndexOf('.', slash) > 4;
  }

  /** What is to be said of all device sections together. */
  List<Diagnostic> conclude() {
    if (schema == null || schema.dump() == null || sized + unsized.size() == 0) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.SCHEMA_OF_SIZES,
            0,
            0,
            "",
            "by the sizes of fields "
                + sized
                + " device sections can be read, "
                + unsized.size()
                + " cannot"
                + (unsized.isEmpty() ? "" : ": " + String.join(", ", unsized))));
  }

  /** The description of a device like this one in another stream, or null. */
  private @Nullable DeviceDescription akin(SectionBuilder section) {
    return schema == null ? null : schema.device(section.name, section.instance);
  }

  /** Reads a state by a dump; true if it could be read to its end. */
  private boolean sized(SectionBuilder section, StateReader reader, String kind, long end) {
    long stop = end >= 0 ? end : footer(section);
    if (stop < 0) {
      return false;
    }
    for (Dump.DumpedState state : requireNonNull(requireNonNull(schema).dump()).named(kind)) {
      List<Field> fields = SizedReader.read(reader, state, section.version, stop);
      if (fields != null) {
        sized++;
        section.fields.addAll(fields);
        countSubsections(section.fields, section.counts);
        return true;
      }
    }
    return false;
  }

  private long footer(SectionBuilder section) {
    return Resync.footer(in, section.id, open, stream.description(), false);
  }

  private void notDescribed(SectionBuilder section, long start) {
    if (schema != null && schema.dump() != null) {
      unsized.add(section.name);
      return;
    }
    section.report(Code.NOT_DESCRIBED, start, 0, "", "nothing describes the state of this device");
  }

  /** The last part of a section name is the name of the device's state. */
  private static String kind(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Finds the end of a section whose bytes are not what they were said to be. */
  private void recover(SectionBuilder section, long start, long next, Known known) {
    boolean described = known.state() != null;
    long stop = in.position();
    in.seek(start);
    long end = next >= 0 ? next : footer(section);
    in.seek(stop);
    if (end < 0 || next >= 0 && end == in.end() && stop >= end) {
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
          known.origin().misfit,
          Math.min(stop, end),
          Math.abs(end - stop),
          last,
          known.origin().accounts
              + (stop - start)
              + " bytes, the section has "
              + (end - start)
              + "; this is the last field that may be correct");
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
      List<Field> there = Field.upTo(section.fields, in.end());
      section.fields.clear();
      section.fields.addAll(there);
      if (!section.has(Code.TRUNCATED)) {
        section.truncated(in.position(), 0, "the section's data");
      }
      return;
    }
    if (!described) {
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
