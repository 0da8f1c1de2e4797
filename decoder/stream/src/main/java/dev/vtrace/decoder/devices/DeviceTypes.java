// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.FieldDescription;
import dev.vtrace.decoder.vmstate.StateReader;
import dev.vtrace.decoder.vmstate.StructDescription;
import dev.vtrace.decoder.vmstate.TypeReader;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types of fields whose layout depends on their data, with their readers, and the devices that
 * can be read without a description. To add a type, add a row to {@link #read}.
 */
public final class DeviceTypes implements TypeReader {
  /** The subsection of merged in-flight migration whose buffer is the region itself. */
  private static final String INFLIGHT_BUFFER = "vhost-inflight-region/buffer";

  /** The state of a pseries' DMA window, whole. */
  private static final String DMA_WINDOW = "dma window";

  /** Versions that the state of a PCI device may begin with. */
  private static final int PCI_VERSIONS = 2;

  /** As many as the number of vectors of the MSI-X capability, 11 bits, can tell. */
  private static final int MAX_VECTORS = 2048;

  /** What vhost-user-fs saves after its queues, where its back-end can give its state. */
  private static final List<StructDescription> FS =
      List.of(
          new StructDescription(
              "vhost-user-fs-backend",
              0,
              List.of(
                  new FieldDescription("back-end", "virtio-fs back-end state", -1, -1, -1, null)),
              List.of()));

  private final VirtioReader virtio;

  /**
   * Readers for one stream.
   *
   * @param log recorded descriptors, or null
   * @param readings where each virtio device that was read is added
   */
  public DeviceTypes(@Nullable DescriptorLog log, List<VirtioReading> readings) {
    virtio = new VirtioReader(log, readings);
  }

  @Override
  public @Nullable Field read(FieldDescription field, StateReader reader) {
    switch (field.type()) {
      case "virtio":
        return virtio.read(field, reader);
      case "pci config":
        return pciConfig(field, reader);
      case "pci irq state":
        return pciIrqState(field, reader);
      case "msix state":
        return msixState(field, reader);
      case "buffer":
        return reader.enclosing().equals(INFLIGHT_BUFFER)
            ? InflightRegion.read(field.name(), field.type(), reader.in(), field.size())
            : null;
      case "virtio-gpu":
        return GpuState.read(field, reader);
      case "virtio-gpu/blob":
        return GpuState.blobs(field, reader);
      case "struct":
        return field.size() == 1
                && field.name().equals("css")
                && reader.section().kind().equals("s390_css")
            ? TypeLayouts.channelImage(field, reader.in())
            : null;
      case "tlb_entry":
      case "tlb entry":
      case "scsi-requests":
      case "usb-redir-parser":
      case "usb-redir-packet-id-q":
      case "usb-redir-bufpq":
      case "GByteArray":
      case "gtree":
        return TypeLayouts.read(field, reader.in());
      case "virtio-fs back-end state":
        return field.size() < 0
            ? TypeLayouts.undescribed(field.name(), TypeLayouts.BACKEND_STATE, reader.in())
            : TypeLayouts.read(field, reader.in());
      case DMA_WINDOW:
        return TypeLayouts.last(field.name(), TypeLayouts.DMA_WINDOWS, reader);
      default:
        return null;
    }
  }

  /** The state of a device as built-in knowledge has it, or null. */
  public @Nullable StructDescription builtIn(String kind) {
    if (kind.equals("spapr_iommu")) {
      FieldDescription window = new FieldDescription("window", DMA_WINDOW, -1, -1, -1, null);
      return new StructDescription(kind, 0, List.of(window), List.of());
    }
    if (VirtioKind.of(kind) == VirtioKind.OTHER && !VhostDevice.isVhost(kind)) {
      return null;
    }
    List<FieldDescription> fields = new ArrayList<>();
    fields.add(new FieldDescription("virtio", "virtio", -1, -1, -1, null));
    if (kind.equals("virtio-gpu")) {
      fields.add(GpuState.undescribed());
    }
    return new StructDescription(kind, 0, fields, kind.equals("vhost-user-fs") ? FS : List.of());
  }

  /** How many virtio devices were read, for {@link #forgetAfter}. */
  public int devicesRead() {
    return virtio.devicesRead();
  }

  /** Forgets the devices after the first so many: their section is read again. */
  public void forgetAfter(int devices) {
    virtio.forgetAfter(devices);
  }

  /**
   * Reads what the state of a PCI device other than virtio begins with: version, configuration
   * space and interrupt lines.
   *
   * @return the field, or null with the cursor where it was if the bytes do not look like that
   */
  public @Nullable Field pciDevice(Cursor in) {
    long start = in.position();
    long version = in.peekU32(0);
    if (version < 1 || version > PCI_VERSIONS || !in.has(4 + PciState.CONVENTIONAL)) {
      return null;
    }
    in.skip(4);
    boolean express = requireNonNull(PciState.peek(in)).express();
    int likely = express ? PciState.EXPRESS : PciState.CONVENTIONAL;
    int other = express ? PciState.CONVENTIONAL : PciState.EXPRESS;
    int size = areLines(in, likely) ? likely : areLines(in, other) ? other : 0;
    if (size == 0) {
      in.seek(start);
      return null;
    }
    List<Field> fields = new ArrayList<>();
    fields.add(Field.leaf("version_id", "int32", start, 4, new Value.Int(version, 4, true)));
    fields.add(PciState.config("config", in, size));
    fields.add(PciState.irqState("irq_state", in));
    return Field.struct("parent_obj", "struct", start, in.position() - start, fields);
  }

  /** Whether the levels of four interrupt lines, 0 or 1 each, lie so many bytes ahead. */
  private static boolean areLines(Cursor in, int ahead) {
    for (int i = 0; i < 4; i++) {
      long level = in.peekU32(ahead + 4L * i);
      if (level < 0 || level > 1) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Field pciConfig(FieldDescription field, StateReader reader) {
    Cursor in = reader.in();
    boolean known = field.size() == PciState.CONVENTIONAL || field.size() == PciState.EXPRESS;
    return known && in.has(field.size())
        ? PciState.config(field.name(), in, (int) field.size())
        : null;
  }

  private static @Nullable Field pciIrqState(FieldDescription field, StateReader reader) {
    Cursor in = reader.in();
    return field.size() == 16 && in.has(16) ? PciState.irqState(field.name(), in) : null;
  }

  private static @Nullable Field msixState(FieldDescription field, StateReader reader) {
    Cursor in = reader.in();
    if (field.size() > PciState.msixSize(MAX_VECTORS)) {
      return null;
    }
    // 16 bytes and a bit for each vector, bits rounded up to bytes.
    int vectors = (int) (field.size() * 8 / 129);
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
