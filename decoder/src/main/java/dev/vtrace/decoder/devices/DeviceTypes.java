// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.FieldDescription;
import dev.vtrace.decoder.vmstate.StateReader;
import dev.vtrace.decoder.vmstate.StructDescription;
import dev.vtrace.decoder.vmstate.TypeReader;
import java.util.List;

/**
 * The types of fields whose layout depends on their data, with their readers, and the devices that
 * can be read without a description. To add a type, add a row to {@link #read}.
 */
public final class DeviceTypes implements TypeReader {
  private final VirtioReader virtio;

  /**
   * Readers for one stream.
   *
   * @param log recorded descriptors, or null
   * @param readings where each virtio device that was read is added
   */
  public DeviceTypes(DescriptorLog log, List<VirtioReading> readings) {
    virtio = new VirtioReader(log, readings);
  }

  @Override
  public Field read(FieldDescription field, StateReader reader) {
    switch (field.type()) {
      case "virtio":
        return virtio.read(field, reader);
      case "pci config":
        return pciConfig(field, reader);
      case "pci irq state":
        return pciIrqState(field, reader);
      case "msix state":
        return msixState(field, reader);
      default:
        return null;
    }
  }

  /** The state of a device as built-in knowledge has it, or null. */
  public StructDescription builtIn(String kind) {
    if (VirtioKind.of(kind) == VirtioKind.OTHER) {
      return null;
    }
    FieldDescription virtio = new FieldDescription("virtio", "virtio", -1, -1, -1, null);
    return new StructDescription(kind, 0, List.of(virtio), List.of());
  }

  private static Field pciConfig(FieldDescription field, StateReader reader) {
    Cursor in = reader.in();
    boolean known = field.size() == PciState.CONVENTIONAL || field.size() == PciState.EXPRESS;
    return known && in.has(field.size())
        ? PciState.config(field.name(), in, (int) field.size())
        : null;
  }

  private static Field pciIrqState(FieldDescription field, StateReader reader) {
    Cursor in = reader.in();
    return field.size() == 16 && in.has(16) ? PciState.irqState(field.name(), in) : null;
  }

  private static Field msixState(FieldDescription field, StateReader reader) {
    Cursor in = reader.in();
    // 16 bytes and a bit for each vector, bits rounded up to bytes.
    int vectors = (int) Math.min(field.size() * 8 / 129, 2048);
    while (PciState.msixSize(vectors) < field.size()) {
      vectors++;
    }
    if (PciState.msixSize(vectors) != field.size() || !in.has(field.size())) {
      return null;
    }
    long start = in.position();
    return Field.struct(
        field.name(), field.type(), start, field.size(), PciState.msix(in, vectors));
  }
}
