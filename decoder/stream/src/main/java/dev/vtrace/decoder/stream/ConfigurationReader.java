// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.SubsectionHeader;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the configuration section: machine type and what both sides must agree on. Its subsections
 * follow without a length, so they are known by heart (vmstate_configuration of QEMU 7.2 to 11.1).
 */
final class ConfigurationReader {
  private static final String PREFIX = "configuration/";

  private final StreamContext stream;
  private final Cursor in;

  ConfigurationReader(StreamContext stream) {
    this.stream = stream;
    this.in = stream.in();
  }

  void read(SectionBuilder section) {
    section.name = "configuration";
    long at = in.position();
    long length = in.u32();
    section.fields.add(Field.leaf("len", "uint32", at, 4, new Value.Int(length, 4, false)));
    if (!in.has(length)) {
      section.truncated(at, in.remaining(), "the machine type");
      in.skip(in.remaining());
      return;
    }
    if (length > 0xffff) {
      section.stopped = true;
      section.report(
          Code.BAD_LENGTH,
          at,
          4,
          "len",
          "the name of a machine type does not have " + length + " bytes");
      return;
    }
    String machine = in.text((int) length);
    section.fields.add(Field.leaf("name", "string", at + 4, length, new Value.TextValue(machine)));
    stream.machine(machine);
    while (SubsectionHeader.isNext(in, PREFIX)) {
      subsection(section);
    }
  }

  private void subsection(SectionBuilder section) {
    long start = in.position();
    List<Field> out = new ArrayList<>();
    Field header = SubsectionHeader.read(in);
    out.add(header);
    String name = SubsectionHeader.name(requireNonNull(header));
    try {
      body(name.substring(PREFIX.length()), out);
    } finally {
      // Where the input ends inside a value, the cursor is after the last whole one.
      long end = out.get(out.size() - 1).end();
      section.fields.add(Field.struct(name, "subsection", start, end - start, out));
    }
  }

  private void body(String name, List<Field> out) {
    long at = in.position();
    switch (name) {
      case "target-page-bits":
        long bits = in.u32();
        out.add(Field.leaf("target_page_bits", "uint32", at, 4, new Value.Int(bits, 4, false)));
        if (bits < 31) {
          stream.pageSize(1 << bits);
        }
        break;
      case "capabilities":
        long count = in.u32();
        out.add(Field.leaf("caps_count", "uint32", at, 4, new Value.Int(count, 4, false)));
        for (long i = 0; i < count; i++) {
          long start = in.position();
          String capability = in.shortText();
          stream.capabilities().add(capability);
          Value text = new Value.TextValue(capability);
          out.add(
              Field.leaf("capabilities", "capability", start, in.position() - start, text)
                  .at((int) i));
        }
        break;
      case "uuid":
        in.skip(16);
        out.add(Field.leaf("uuid", "buffer", at, 16, Value.BYTES));
        break;
      default:
        // An unknown one: its end is found as that of an unknown record.
    }
  }
}
