// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static dev.vtrace.decoder.devices.Layout.bytes;
import static dev.vtrace.decoder.devices.Layout.layout;
import static dev.vtrace.decoder.devices.Layout.repeated;
import static dev.vtrace.decoder.devices.Layout.u32;
import static dev.vtrace.decoder.devices.Layout.u64;

/**
 * Requests that a SCSI device had in flight, as when a guest was stopped by an error of its disk:
 * what all share, then what the adapter saves, then what the disk saves (hw/scsi/scsi-bus.c,
 * scsi-disk.c, virtio-scsi.c and mptsas.c of QEMU 7.2 to 11.1). The data of a write, whose length
 * is not told, makes a list unreadable.
 */
final class ScsiLayouts {
  private static final Layout COMMON =
      layout("scsi-request", bytes("cdb", 16), u32("tag"), u32("lun"));

  /** Of adapters that save nothing of their own. */
  static final Layout REQUEST = disk(COMMON);

  static final Layout VIRTIO_REQUEST =
      disk(COMMON.and(u32("virtqueue"), new Layout.Element("element")));

  static final Layout VIRTIO_PACKED_REQUEST =
      disk(COMMON.and(u32("virtqueue"), u32("ndescs"), new Layout.Element("element")));

  /** Of mptsas1068: the message that the guest sent (MPI 1.5), then where its data lies. */
  static final Layout MPT_REQUEST =
      disk(
          COMMON.and(
              bytes("scsi_io", 48),
              u32("nsg"),
              repeated("sg", "nsg", layout("sg", u64("base"), u64("len")))));

  private static Layout disk(Layout request) {
    return request.and(u64("sector"), u32("sector_count"), u32("buflen"));
  }

  private ScsiLayouts() {}
}
