// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.FieldDescription;
import dev.vtrace.decoder.vmstate.StateReader;
import dev.vtrace.decoder.vmstate.SubsectionHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A virtio device read by one {@link VirtioLayout}, with what speaks for and against it. */
final class VirtioAttempt {
  private static final int FOOTER = 0x7e;
  private static final int MAX_QUEUES = 1024;
  private static final String AFTER = "after ";
  private static final int MAX_QUEUE_SIZE = 32768;

  private final VirtioLayout layout;
  private final Cursor in;
  private final LayoutReader reader;
  private final List<String> proofs = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Field state;

  private boolean bounded;
  private boolean cut;

  private VirtioAttempt(Cursor in, VirtioLayout layout, VirtioHead head) {
    this.in = in;
    this.layout = layout;
    this.reader = head.reader();
  }

  /**
   * Reads the device at the cursor by a layout.
   *
   * @param head its beginning, which layouts for the same bus share
   */
  static VirtioAttempt make(
      Cursor in,
      VirtioLayout layout,
      VirtioHead head,
      FieldDescription field,
      StateReader.SectionContext section,
      @Nullable DescriptorLog log) {
    VirtioAttempt attempt = new VirtioAttempt(in, layout, head);
    attempt.state = attempt.device(field, head);
    attempt.prove(field, section, log);
    return attempt;
  }

  VirtioLayout layout() {
    return layout;
  }

  Field state() {
    return state;
  }

  List<Field> descriptors() {
    return reader.descriptors();
  }

  List<String> proofs() {
    return proofs;
  }

  List<String> faults() {
    return reader.faults();
  }

  /** Whether the input ended before the device was known to. */
  boolean truncated() {
    return cut;
  }

  /** Whether the attempt says more than that the bytes are unknown. */
  boolean usable() {
    return bounded || cut && reader.faults().isEmpty();
  }

  /** Whether nothing speaks against the attempt and its end is where it must be. */
  boolean proved() {
    return bounded && faults().isEmpty();
  }

  /** Whether this attempt is to be preferred to one that was made before it. */
  boolean betterThan(VirtioAttempt other) {
    if (bounded != other.bounded) {
      return bounded;
    }
    if (usable() != other.usable()) {
      return usable();
    }
    if (known() != other.known()) {
      // Bytes of unknown meaning fit anywhere, so they prove little.
      return known();
    }
    if (faults().size() != other.faults().size()) {
      return faults().size() < other.faults().size();
    }
    return proofs.size() > other.proofs.size();
  }

  /** Whether nothing tells this attempt from another that reads the bytes differently. */
  boolean equallyGood(VirtioAttempt other) {
    return usable()
        && known()
        && !truncated()
        && layout.transfer() != other.layout.transfer()
        && bounded == other.bounded
        && faults().size() == other.faults().size()
        && proofs.size() == other.proofs.size();
  }

  private boolean known() {
    return layout.own() != null;
  }

  /**
   * @param known whether no other layout fits what the input has
   */
  VirtioReading reading(StateReader.SectionContext section, String fieldName, boolean known) {
    return new VirtioReading(
        section.name(),
        section.kind(),
        Field.path(section.name(), fieldName),
        state,
        layout.transfer(),
        descriptors(),
        proofs,
        !cut,
        known);
  }

  /** Whether the input ends before anything tells this attempt from another. */
  boolean leavesOpen(VirtioAttempt other) {
    return cut
        && other.cut
        && other.usable()
        && known()
        && other.known()
        && layout.configSize() == other.layout.configSize()
        && layout.transfer() != other.layout.transfer();
  }

  /** Whether its end is where something else shows that it must be. */
  boolean bounded() {
    return bounded;
  }

  /** Whether the input ends between two fields. */
  boolean endsBetweenFields() {
    return lastField().startsWith(AFTER);
  }

  /** Where the input ends: in a field, or after one. */
  String lastField() {
    String path = state.label();
    Field at = state;
    while (!at.children().isEmpty()) {
      at = at.children().get(at.children().size() - 1);
      path = Field.path(path, at.label());
    }
    boolean inside = at.status() == Field.Status.TRUNCATED;
    return (inside ? "in " : AFTER) + path;
  }

  private void prove(
      FieldDescription field, StateReader.SectionContext section, @Nullable DescriptorLog log) {
    cut = reader.truncated();
    if (cut) {
      state = state.upTo(state.end());
      recorded(log);
    }
    if (!reader.ok()) {
      return;
    }
    long end = state.end();
    int count = descriptors().size();
    if (field.size() >= 0 && state.length() == field.size() + count) {
      bounded = true;
      proofs.add(count == 0 ? "described size" : "description + " + count + " = data");
    }
    if (in.peek() == FOOTER && in.peekU32(1) == section.id()) {
      bounded = true;
      proofs.add("footer of section " + section.id());
    } else if (SubsectionHeader.isNext(in, section.kind())) {
      bounded = true;
      proofs.add("subsection of the device after it");
    } else if (end == section.end() && end < in.end()) {
      bounded = true;
      proofs.add("next record after it");
    } else if (!bounded && section.kind().equals("virtio-gpu") && GpuState.isNext(in, section)) {
      bounded = true;
      proofs.add("resources and scanouts after it");
    }
    cut = !bounded && in.remaining() == 0;
    int subsections = 0;
    for (Field child : state.children()) {
      if (child.type().equals("subsection")) {
        subsections++;
      }
    }
    if (subsections > 0) {
      proofs.add(subsections + (subsections == 1 ? " subsection" : " subsections"));
    }
    if (recorded(log)) {
      proofs.add(VirtioReading.DESCRIPTORS);
    }
  }

  /** Whether there is a list of descriptors and each of it is here; notes it where one is not. */
  private boolean recorded(@Nullable DescriptorLog log) {
    if (log == null) {
      return false;
    }
    int count = descriptors().size();
    List<DescriptorLog.LoggedDescriptor> recorded = log.between(state.offset(), state.end());
    boolean same = recorded.size() == count;
    for (int i = 0; same && i < count; i++) {
      same = recorded.get(i).offset() == descriptors().get(i).offset();
    }
    if (!same) {
      reader.implausible(
          "descriptors of this layout are not where they were recorded ("
              + recorded.size()
              + " recorded)");
    }
    return same && count > 0;
  }

  private Field device(FieldDescription field, VirtioHead head) {
    long start = in.position();
    List<Field> out = new ArrayList<>(head.fields());
    in.seek(head.end());
    if (reader.ok()) {
      queues(out);
    }
    if (reader.ok()) {
      own(out);
    }
    return Field.struct(field.name(), field.type(), start, in.position() - start, out);
  }

  private void queues(List<Field> out) {
    Field number = reader.number("num_queues", "uint32", 4);
    out.add(number);
    long count = number.number(0);
    if (reader.atLeast(number) > MAX_QUEUES) {
      reader.lose("there would be " + reader.atLeast(number) + " queues");
    }
    long start = in.position();
    List<Field> queues = new ArrayList<>();
    for (int i = 0; i < count && reader.ok(); i++) {
      queues.add(queue().at(i));
    }
    out.add(Field.struct("queues", "virtqueue", start, in.position() - start, queues));
    if (layout.notifiers() && reader.ok()) {
      out.add(reader.descriptor("config_notifier", "event-notifier", "eventfd"));
    }
  }

  private Field queue() {
    long start = in.position();
    List<Field> out = new ArrayList<>();
    Field size = reader.number("num", "uint32", 4);
    out.add(size);
    if (reader.atLeast(size) > MAX_QUEUE_SIZE) {
      reader.implausible("a queue would have " + reader.atLeast(size) + " entries");
    }
    if (layout.transport() == VirtioLayout.Transport.MMIO && reader.ok()) {
      out.add(reader.number("align", "uint32", 4));
    }
    step(out, "desc", 8);
    step(out, "last_avail_idx", 2);
    if (layout.notifiers()) {
      notifier(out, "host_notifier");
      notifier(out, "guest_notifier");
    }
    if (layout.vectors() > 0 && reader.ok()) {
      out.add(reader.vector("vector", layout.vectors()));
    } else if (layout.transport() == VirtioLayout.Transport.CCW && reader.ok()) {
      // The number of the queue, or 0 or none while it is not set up (hw/s390x/virtio-ccw.c).
      out.add(reader.vector("vector", MAX_QUEUES));
    }
    return Field.struct("", "virtqueue", start, in.position() - start, out);
  }

  private void step(List<Field> out, String name, int bytes) {
    if (reader.ok()) {
      out.add(reader.number(name, "uint" + bytes * 8, bytes));
    }
  }

  private void notifier(List<Field> out, String name) {
    if (reader.ok()) {
      out.add(reader.descriptor(name, "event-notifier", "eventfd"));
    }
  }

  private void own(List<Field> out) {
    if (layout.own() == null) {
      Field rest = reader.rest("device_state", layout.kind().name());
      if (rest.length() > 0) {
        out.add(rest);
      }
    } else if (layout.deviceState()) {
      Layout device = Layouts.vhostUserDevice(layout.features());
      reader.items(device.items(), out);
      if (reader.ok()) {
        consistent(out);
      }
    } else if (layout.own() != Layout.EMPTY) {
      Field own = reader.struct(layout.own().name(), layout.own());
      if (layout.kind() == VirtioKind.BLOCK && queuesDiffer(own, number(out, "num_queues"))) {
        reader.implausible("whether requests name their queue does not match the number of queues");
      }
      out.add(own);
    }
    if (reader.ok()) {
      Field subsections = reader.struct("", Layouts.virtio(layout.features()));
      out.addAll(subsections.children());
    }
  }

  private static long number(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field.number(0);
      }
    }
    return 0;
  }

  /** Whether requests are told by queue though there is one, or the other way round. */
  private static boolean queuesDiffer(Field requests, long queues) {
    for (Field request : requests.children()) {
      if (request.child("element") != null) {
        return (request.child("virtqueue") != null) != (queues > 1);
      }
    }
    return false;
  }

  /** What a device part that was read in the right place always says. */
  private void consistent(List<Field> out) {
    Field dev = null;
    Field queues = null;
    for (Field field : out) {
      if (field.name().equals("vhost-dev")) {
        dev = field;
      } else if (field.name().equals("queues")) {
        queues = field;
      }
    }
    if (dev != null && dev.child("nvqs") != null && queues != null) {
      long nvqs = dev.number("nvqs", 0);
      if (nvqs != queues.children().size()) {
        reader.implausible(
            "vhost-dev has " + nvqs + " virtqueues, the device " + queues.children().size());
      }
    }
  }
}
