// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.SubsectionHeader;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the channel on which a QEMU hands its descriptors to the one that replaces it: a header,
 * a list of named descriptors and subsections (migration/cpr.c of QEMU 10.0 to 11.1). Each
 * descriptor is one byte on the wire, the descriptor itself travels beside it (cpr-transfer); or it
 * is the number that the next program inherits it by, 32 bits (cpr-exec, in a memory file).
 */
final class CprDecoder extends ChannelDecoder {
  private static final String PREFIX = "CprState/";

  /** As long as a file name, which is more than any name of a descriptor. */
  private static final int LONGEST_NAME = 4096;

  private boolean listed;

  CprDecoder(ByteSource source, ChannelVisitor visitor) {
    super(source, ChannelKind.CPR, visitor);
  }

  @Override
  void read(RecordBuilder record) {
    if (record.offset == 0) {
      record.name = "header";
      record.number("magic", 4);
      record.name("QCPR");
      record.number("version", 4);
    } else if (!listed) {
      entry(record);
    } else if (SubsectionHeader.isNext(in, PREFIX)) {
      subsection(record);
    } else if (isCutHeader()) {
      record.name = "subsection";
      record.report(
          Code.TRUNCATED, in.end(), 0, "the input ends inside the header of a subsection");
      record.rest("(cut short)");
    } else {
      record.name = "trailing";
      record.report(
          Code.TRAILING_BYTES,
          record.offset,
          in.remaining(),
          in.remaining() + " bytes follow the list of descriptors");
      record.rest("trailing");
    }
    if (!listed && !in.has(1)) {
      record.report(Code.TRUNCATED, in.end(), 0, "the input ends inside the list of descriptors");
    }
  }

  /** Whether the input ends within what may be the header of a subsection. */
  private boolean isCutHeader() {
    if (in.peek() != SubsectionHeader.MARK || in.has(2) && in.has(2L + in.peek(1) + 4)) {
      return false;
    }
    for (int i = 0; i < PREFIX.length() && in.has(2L + i + 1); i++) {
      if (in.peek(2 + i) != PREFIX.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** One element of the list: a byte that says whether there is one, then the element. */
  private void entry(RecordBuilder record) {
    record.name = "descriptor";
    long marker = record.number("present", 1);
    if (marker == 0) {
      record.name = "end of descriptors";
      listed = true;
      return;
    }
    long length = marker == 1 ? record.number("name_length", 4) : -1;
    if (length < 0 || length > LONGEST_NAME) {
      record.lose(record.offset, 5, "this is not an element of the list of descriptors");
      return;
    }
    record.text("name", (int) length);
    record.number("id", 4);
    if (in.peek() == 0) {
      // No descriptor has a number that begins with the byte that stands for one, 0x20.
      record.number("fd", 4);
    } else {
      record.span("fd", "fd", 1, new Value.DescriptorValue("descriptor"));
    }
    counts.add("fd");
  }

  private void subsection(RecordBuilder record) {
    Field header = SubsectionHeader.read(in);
    record.name = "subsection";
    List<Field> children = new ArrayList<>();
    children.add(header);
    // The only known ones are lists; an empty one is a single zero byte.
    if (in.peek() == 0) {
      children.add(Field.leaf("list", "qlist", in.position(), 1, Value.NONE));
      in.skip(1);
    } else if (in.has(1)) {
      children.add(Field.opaque("state", "unknown", in.position(), in.remaining()));
      in.skip(in.remaining());
    } else {
      record.report(Code.TRUNCATED, in.end(), 0, "the input ends inside a subsection");
    }
    long length = in.position() - record.offset;
    String name = SubsectionHeader.name(requireNonNull(header));
    record.fields.add(Field.struct(name, "subsection", record.offset, length, children));
  }
}
