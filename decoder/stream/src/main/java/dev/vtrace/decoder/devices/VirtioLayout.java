// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.vmstate.StateReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One layout that a virtio device may have in a stream.
 *
 * @param configSize bytes of PCI configuration space; 0 for other transports
 * @param vectors MSI-X vectors
 * @param own what the device saves after its queues, or null for bytes of unknown meaning
 * @param notifiers whether each queue carries its notifiers, as in a backend transfer of a started
 *     device
 * @param deviceState whether the back-end connection and its state follow, as in any backend
 *     transfer
 */
record VirtioLayout(
    VirtioKind kind,
    Transport transport,
    int configSize,
    int vectors,
    @Nullable Layout own,
    boolean notifiers,
    boolean deviceState) {

  /** The bus that a virtio device sits on. */
  enum Transport {
    PCI,
    MMIO,
    CCW
  }

  private static final int VIRTIO_VENDOR_LITTLE_ENDIAN = 0xf41a;
  private static final int PCI_VERSIONS = 2;

  /**
   * Layouts to try, the likeliest first, in tiers: a later one is worth trying only if an earlier
   * one gave no proof.
   */
  static List<List<VirtioLayout>> candidates(
      Cursor in, VirtioKind kind, StateReader.SectionContext section) {
    List<VirtioLayout> bases = new ArrayList<>();
    if (section.name().startsWith("virtio-mmio@")) {
      bases.add(new VirtioLayout(kind, Transport.MMIO, 0, 0, null, false, false));
    } else if (isPci(in)) {
      long back = in.position();
      in.skip(4);
      PciState.Config config = PciState.peek(in);
      in.seek(back);
      int vectors = config == null ? 0 : config.vectors();
      boolean express = config != null && config.express();
      int likely = express ? PciState.EXPRESS : PciState.CONVENTIONAL;
      int other = express ? PciState.CONVENTIONAL : PciState.EXPRESS;
      bases.add(new VirtioLayout(kind, Transport.PCI, likely, vectors, null, false, false));
      bases.add(new VirtioLayout(kind, Transport.PCI, other, vectors, null, false, false));
    } else {
      bases.add(new VirtioLayout(kind, Transport.CCW, 0, 0, null, false, false));
    }
    List<List<VirtioLayout>> tiers = new ArrayList<>();
    for (VirtioLayout base : bases) {
      tiers.add(base.known(section));
    }
    if (!kind.rareStates().isEmpty()) {
      for (VirtioLayout base : bases) {
        List<VirtioLayout> rare = new ArrayList<>();
        for (Layout each : kind.rareStates()) {
          rare.add(base.with(each, false, false));
        }
        tiers.add(rare);
      }
    }
    for (VirtioLayout base : bases) {
      tiers.add(List.of(base));
    }
    return tiers;
  }

  private static boolean isPci(Cursor in) {
    long version = in.peekU32(0);
    return version >= 1
        && version <= PCI_VERSIONS
        && in.peek(4) == VIRTIO_VENDOR_LITTLE_ENDIAN >> 8
        && in.peek(5) == (VIRTIO_VENDOR_LITTLE_ENDIAN & 0xff);
  }

  private List<VirtioLayout> known(StateReader.SectionContext section) {
    List<VirtioLayout> out = new ArrayList<>();
    for (Layout each : kind.states()) {
      out.add(with(each, false, false));
    }
    if (section.kind().startsWith("vhost-user-")) {
      out.add(with(Layout.EMPTY, true, true));
      out.add(with(Layout.EMPTY, false, true));
      out.add(with(Layout.EMPTY, true, false));
    }
    return out;
  }

  private VirtioLayout with(Layout newOwn, boolean newNotifiers, boolean newDeviceState) {
    return new VirtioLayout(
        kind, transport, configSize, vectors, newOwn, newNotifiers, newDeviceState);
  }

  /** Whether this is a layout of backend transfer. */
  boolean transfer() {
    return notifiers || deviceState;
  }

  FeatureWord features() {
    return kind.features();
  }

  /** The layout in words, for a diagnostic. */
  String describe() {
    String size = configSize == 0 ? "" : " with " + configSize + " bytes of PCI configuration";
    if (!transfer()) {
      return "an ordinary migration" + size;
    }
    return "a backend transfer" + (notifiers ? "" : " of a device that was not started") + size;
  }
}
