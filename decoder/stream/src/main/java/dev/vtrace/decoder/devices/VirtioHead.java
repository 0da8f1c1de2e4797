// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a virtio device, in front of its queues: the state of its bus and what all
 * devices share. Layouts that differ after it are tried on one reading of it.
 */
final class VirtioHead {
  private final VirtioLayout layout;
  private final Cursor in;
  private final LayoutReader reader;
  private final List<Field> fields = new ArrayList<>();
  private final long end;

  private VirtioHead(Cursor in, VirtioLayout layout) {
    this.in = in;
    this.layout = layout;
    this.reader = new LayoutReader(in);
    bus(fields);
    if (reader.ok()) {
      core(fields);
    }
    this.end = in.position();
  }

  /** Reads the beginning of the device at the cursor. */
  static VirtioHead read(Cursor in, VirtioLayout layout) {
    return new VirtioHead(in, layout);
  }

  List<Field> fields() {
    return fields;
  }

  /** Offset of the number of queues. */
  long end() {
    return end;
  }

  /** A reader for what follows, with the faults found so far. */
  LayoutReader reader() {
    return new LayoutReader(reader);
  }

  private void bus(List<Field> out) {
    switch (layout.transport()) {
      case PCI:
        pci(out);
        break;
      case MMIO:
        out.add(reader.number("host_features_sel", "uint32", 4));
        out.add(reader.number("guest_features_sel", "uint32", 4));
        out.add(reader.number("guest_page_shift", "uint32", 4));
        break;
      default:
        out.add(reader.struct("ccw", CcwLayouts.BUS));
    }
  }

  private void pci(List<Field> out) {
    out.add(reader.number("version_id", "int32", 4));
    if (!in.has(layout.configSize())) {
      out.add(reader.bytes("config", "pci config", layout.configSize()));
      return;
    }
    out.add(PciState.config("config", in, layout.configSize()));
    if (!in.has(16)) {
      out.add(reader.bytes("irq_state", "pci irq state", 16));
      return;
    }
    out.add(PciState.irqState("irq_state", in));
    int vectors = layout.vectors();
    if (vectors == 0) {
      return;
    }
    long start = in.position();
    int size = PciState.msixSize(vectors);
    if (!in.has(size)) {
      out.add(reader.bytes("msix", "msix state", size));
      return;
    }
    out.add(Field.struct("msix", "msix state", start, size, PciState.msix(in, vectors)));
    out.add(reader.vector("config_vector", layout.vectors()));
  }

  private void core(List<Field> out) {
    out.add(flags("status", 1, FeatureWord.STATUS));
    out.add(reader.number("isr", "uint8", 1));
    out.add(reader.number("queue_sel", "uint16", 2));
    out.add(flags("guest_features_low", 4, layout.features()));
    Field length = reader.number("config_len", "uint32", 4);
    out.add(length);
    if (reader.ok()) {
      out.add(reader.bytes("device_config", "buffer", length.number(0)));
    }
  }

  private Field flags(String name, int bytes, FeatureWord names) {
    Field field = reader.number(name, "uint" + bytes * 8, bytes);
    if (!reader.ok()) {
      return field;
    }
    long bits = field.number(0);
    Value value = new Value.FlagsValue(bits, bytes, names.names(bits));
    return Field.leaf(name, field.type(), field.offset(), bytes, value);
  }
}
