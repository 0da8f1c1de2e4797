// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.FieldDescription;
import dev.vtrace.decoder.vmstate.StateReader;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device in the middle of which a descriptor could not be sent. From then on the source's stream
 * is in an error and drops all data, but a descriptor is sent by itself, past the buffer, so that
 * the stream ends in a run of bytes that stand for descriptors. Which of the fields each is for
 * cannot be told: those that failed are not in it. Source: qemu_file_put_fd of QEMU 10.1 and later.
 *
 * @param state what was read before, and the run
 * @param offset of the run
 * @param count bytes of it
 */
record BareDescriptors(
    VirtioReading reading, Field state, long offset, long count, String message) {
  private static final int DESCRIPTOR_BYTE = 0x20;

  /** More than any device sends. */
  private static final int MOST = 8192;

  /** As many bytes of what comes before may look like descriptors. */
  private static final int ALIKE = 8;

  /** Finds it in a device at the cursor that no layout fits; null if it is not that. */
  static @Nullable BareDescriptors find(
      Cursor in,
      VirtioKind kind,
      FieldDescription field,
      StateReader.SectionContext section,
      @Nullable DescriptorLog log) {
    long start = in.position();
    long end = in.end();
    if (section.end() >= 0 && section.end() < end) {
      return null;
    }
    long run = run(in, start, end);
    for (long at = end - run; at <= Math.min(end - 2, end - run + ALIKE); at++) {
      in.seek(start);
      for (List<VirtioLayout> tier : VirtioLayout.candidates(in, kind, section)) {
        for (VirtioLayout layout : tier) {
          VirtioAttempt before = attempt(in, start, at, layout, field, section, log);
          VirtioAttempt next = attempt(in, start, at + 1, layout, field, section, log);
          boolean expected =
              layout.transfer()
                  && before.endsBetweenFields()
                  && before.truncated()
                  && before.usable()
                  && next.usable()
                  && next.descriptors().size() == before.descriptors().size() + 1;
          if (expected && recorded(log, at, end)) {
            return of(before, field, section, at, end);
          }
        }
      }
    }
    in.seek(start);
    return null;
  }

  /** How many bytes at the end of the input are such bytes. */
  private static long run(Cursor in, long start, long end) {
    long at = end;
    while (at > start && end - at < MOST) {
      in.seek(at - 1);
      if (in.peek() != DESCRIPTOR_BYTE) {
        break;
      }
      at--;
    }
    in.seek(start);
    return end - at;
  }

  private static VirtioAttempt attempt(
      Cursor in,
      long start,
      long limit,
      VirtioLayout layout,
      FieldDescription field,
      StateReader.SectionContext section,
      @Nullable DescriptorLog log) {
    long end = in.limit(limit);
    in.seek(start);
    VirtioHead head = VirtioHead.read(in, layout);
    in.seek(start);
    VirtioAttempt attempt = VirtioAttempt.make(in, layout, head, field, section, log);
    in.limit(end);
    in.seek(start);
    return attempt;
  }

  /** Whether a list of descriptors, if there is one, has each byte of the run. */
  private static boolean recorded(@Nullable DescriptorLog log, long at, long end) {
    return log == null || log.between(at, end).size() == end - at;
  }

  private static BareDescriptors of(
      VirtioAttempt before,
      FieldDescription field,
      StateReader.SectionContext section,
      long at,
      long end) {
    List<Field> run = new ArrayList<>();
    for (long each = at; each < end; each++) {
      Value value = new Value.DescriptorValue("not known");
      run.add(Field.leaf("", "descriptor", each, 1, value).at((int) (each - at)));
    }
    List<Field> children = new ArrayList<>(before.state().children());
    children.add(Field.struct("descriptors", "descriptor", at, end - at, run));
    long start = before.state().offset();
    Field state = Field.struct(field.name(), field.type(), start, end - start, children);
    List<Field> descriptors = new ArrayList<>(before.descriptors());
    descriptors.addAll(run);
    VirtioReading read = before.reading(section, field.name(), true);
    VirtioReading reading =
        new VirtioReading(
            read.section(),
            read.kind(),
            read.path(),
            state,
            true,
            List.copyOf(descriptors),
            read.proofs(),
            false,
            true);
    String message =
        before.lastField()
            + " only "
            + run.size()
            + " descriptors follow, without the data between them: the source failed to send one,"
            + " and dropped all data after it";
    return new BareDescriptors(reading, state, at, end - at, message);
  }
}
