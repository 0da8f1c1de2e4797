// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static dev.vtrace.decoder.devices.Layout.bool;
import static dev.vtrace.decoder.devices.Layout.bytes;
import static dev.vtrace.decoder.devices.Layout.descriptor;
import static dev.vtrace.decoder.devices.Layout.eventNotifier;
import static dev.vtrace.decoder.devices.Layout.features;
import static dev.vtrace.decoder.devices.Layout.layout;
import static dev.vtrace.decoder.devices.Layout.nested;
import static dev.vtrace.decoder.devices.Layout.repeated;
import static dev.vtrace.decoder.devices.Layout.u16;
import static dev.vtrace.decoder.devices.Layout.u32;
import static dev.vtrace.decoder.devices.Layout.u64;
import static dev.vtrace.decoder.devices.Layout.u8;
import static dev.vtrace.decoder.devices.Layout.when;
import static dev.vtrace.decoder.devices.Layout.wordArray;

import dev.vtrace.decoder.features.FeatureWord;
import java.util.List;

/**
 * States that no description tells: they lie inside a field that the description calls {@code
 * virtio}. To add a state, add a row here and a real stream to the tests.
 *
 * <p>Sources: the backend-transfer series "vhost-user-blk: live-backend local migration" v2,
 * patches 15 to 24; the virtio transports and devices of QEMU 7.2 to 11.1, checked against recorded
 * streams.
 */
final class Layouts {
  /** VIRTIO_QUEUE_MAX, the number of queues that the arrays of the subsections always have. */
  private static final int MAX_QUEUES = 1024;

  // Backend transfer, in the order of the wire.

  static final Layout BACKEND_TRANSFER_CHAR =
      layout("backend-transfer-char", descriptor("fd", "socket"));

  static final Layout VHOST_INFLIGHT =
      layout(
          "vhost-inflight",
          descriptor("fd", "memfd"),
          u64("size"),
          u64("offset"),
          u16("queue_size"));

  static final Layout VHOST_USER =
      layout(
          "vhost-user",
          features("protocol_features", FeatureWord.PROTOCOL),
          u32("memory_slots"),
          bool("has_backend_channel"),
          when("has_backend_channel", descriptor("backend_fd", "socket")));

  static final Layout VHOST_VIRTQUEUE =
      layout("vhost-virtqueue", eventNotifier("error_notifier"), eventNotifier("masked_notifier"));

  static Layout vhostDev(FeatureWord features) {
    return layout(
        "vhost-dev",
        features("_features", features),
        u64("max_queues"),
        u32("nvqs"),
        repeated("vqs", "nvqs", VHOST_VIRTQUEUE));
  }

  /** The device part of vhost-user-blk under backend transfer. */
  static Layout vhostUserDevice(FeatureWord features) {
    return layout(
        "vhost-user-blk-device",
        nested(BACKEND_TRANSFER_CHAR),
        nested(VHOST_INFLIGHT),
        nested(VHOST_USER),
        nested(vhostDev(features)));
  }

  // Subsections of every virtio device.

  private static final Layout PCI_QUEUE =
      layout(
          "virtio_pci/modern_queue_state",
          u16("num"),
          bytes("unused", 1),
          bool("enabled"),
          u32("desc_lo"),
          u32("desc_hi"),
          u32("avail_lo"),
          u32("avail_hi"),
          u32("used_lo"),
          u32("used_hi"));

  private static final Layout PCI_MODERN_STATE =
      layout(
          "virtio_pci/modern_state",
          u32("dfselect"),
          u32("gfselect"),
          wordArray("guest_features", 2),
          repeated("vqs", MAX_QUEUES, PCI_QUEUE));

  private static final Layout MMIO_QUEUE =
      layout(
          "virtio_mmio/queue_state",
          u16("num"),
          bool("enabled"),
          u32("desc_lo"),
          u32("desc_hi"),
          u32("avail_lo"),
          u32("avail_hi"),
          u32("used_lo"),
          u32("used_hi"));

  private static final Layout MMIO_STATE =
      layout(
          "virtio_mmio/state",
          wordArray("guest_features", 2),
          repeated("vqs", MAX_QUEUES, MMIO_QUEUE));

  private static final Layout EXTRA_STATE =
      layout("virtio/extra_state").with(PCI_MODERN_STATE, MMIO_STATE);

  /** The subsections that may follow the state of any virtio device, in any order. */
  static Layout virtio(FeatureWord features) {
    return layout("virtio")
        .with(
            layout("virtio/device_endian", u8("device_endian")),
            layout("virtio/64bit_features", features("guest_features", features)),
            layout("virtio/128bit_features", u64("guest_features_high")),
            layout(
                "virtio/virtqueues",
                repeated("vq", MAX_QUEUES, layout("virtqueue_state", u64("avail"), u64("used")))),
            layout(
                "virtio/packed_virtqueues",
                repeated(
                    "vq",
                    MAX_QUEUES,
                    layout(
                        "packed_virtqueue_state",
                        u16("last_avail_idx"),
                        bool("last_avail_wrap_counter"),
                        u16("used_idx"),
                        bool("used_wrap_counter"),
                        u32("inuse")))),
            layout(
                "virtio/ringsize",
                repeated("vq", MAX_QUEUES, layout("ringsize_state", u32("num_default")))),
            EXTRA_STATE,
            layout("virtio/broken", bool("broken")),
            layout("virtio/started", bool("started")),
            layout("virtio/disabled", bool("disabled")));
  }

  // What single devices save between their queues and the subsections. A device with several rows
  // saves one of them, depending on its version or its features; the first that fits is taken.

  static final List<Layout> NOTHING = List.of(Layout.EMPTY);

  /** No request is in flight where the device was drained. */
  static final List<Layout> BLOCK = List.of(layout("virtio-blk-requests", u8("end")));

  /**
   * Requests that failed and are to be tried again, as when the guest was stopped by an error of
   * its disk: of a device with one queue and with several, each also with packed rings.
   */
  static final List<Layout> BLOCK_FAILED =
      List.of(
          failedRequests(),
          failedRequests(u32("virtqueue")),
          failedRequests(u32("ndescs")),
          failedRequests(u32("virtqueue"), u32("ndescs")));

  private static Layout failedRequests(Layout.LayoutItem... first) {
    Layout request = layout("virtio-blk-request", first).and(new Layout.Element("element"));
    return layout("virtio-blk-requests", new Layout.Listed("requests", request));
  }

  static final List<Layout> BALLOON =
      List.of(
          layout("virtio-balloon-device", u32("num_pages"), u32("actual"))
              .with(
                  layout(
                      "virtio-balloon-device/free-page-report",
                      u32("free_page_hint_cmd_id"),
                      u32("free_page_hint_status")),
                  layout("virtio-balloon-device/page-poison", u32("poison_val"))));

  private static final Layout MAPPING =
      layout("mapping", u64("low"), u64("high"), u64("phys_addr"), u32("flags"));

  private static final Layout DOMAIN =
      layout(
          "domain",
          u64("key"),
          u32("id"),
          u32("nr_mappings"),
          nested(listed("mappings", MAPPING)),
          nested(listed("endpoint_list", layout("endpoint", u32("id")))),
          bool("bypass"));

  static final List<Layout> IOMMU =
      List.of(
          layout(
              "virtio-iommu-device",
              u32("nr_domains"),
              nested(listed("domains", DOMAIN)),
              bool("bypass")));

  private static Layout listed(String name, Layout element) {
    return layout(name, new Layout.Listed(name, element));
  }

  static final List<Layout> MEM =
      List.of(
          layout("virtio-mem-device", u64("usable_region_size"), u64("requested_size")),
          layout(
              "virtio-mem-device",
              u64("addr"),
              u64("region_size"),
              u64("block_size"),
              u32("node"),
              u64("usable_region_size"),
              u64("size"),
              u64("requested_size"),
              new Layout.Bitmap("bitmap", "region_size", "block_size")));

  private static final Layout NET_BASE =
      layout(
              "virtio-net-device",
              bytes("mac", 6),
              u32("tx_waiting"),
              u32("mergeable_rx_bufs"),
              u16("status"),
              u8("promisc"),
              u8("allmulti"),
              u32("mac_table_in_use"),
              new Layout.BytesItem("mac_table", "buffer", 6, "mac_table_in_use"),
              bytes("vlans", 512),
              u32("has_vnet_hdr"),
              u8("mac_table_multi_overflow"),
              u8("mac_table_uni_overflow"),
              u8("alluni"),
              u8("nomulti"),
              u8("nouni"),
              u8("nobcast"),
              u8("has_ufo"))
          .with(
              layout(
                  "virtio-net-device/rss",
                  bool("enabled"),
                  bool("redirect"),
                  bool("populate_hash"),
                  u32("hash_types"),
                  u16("indirections_len"),
                  u16("default_queue"),
                  bytes("key", 40),
                  new Layout.BytesItem("indirections_table", "buffer", 2, "indirections_len")),
              layout("virtio-net-device/backend", new Layout.Chunks("back-end state")));

  private static final Layout NET_QUEUE_PAIRS =
      NET_BASE.and(
          u16("max_queue_pairs"),
          u16("curr_queue_pairs"),
          new Layout.Repeated(
              "tx_waiting", -1, "curr_queue_pairs", layout("queue", u32("tx_waiting"))));

  static final List<Layout> NET =
      List.of(
          NET_BASE,
          NET_BASE.and(u64("curr_guest_offloads")),
          NET_QUEUE_PAIRS,
          NET_QUEUE_PAIRS.and(u64("curr_guest_offloads")));

  /** What a port had not yet written of a buffer that it took. */
  private static final Layout POPPED =
      layout("popped", u32("iov_idx"), u64("iov_offset"), new Layout.Element("element"));

  static final List<Layout> SERIAL =
      List.of(
          layout(
              "virtio-serial-device",
              u16("cols"),
              u16("rows"),
              u32("max_nr_ports"),
              u32("ports_map"),
              u32("nr_active_ports"),
              repeated(
                  "ports",
                  "nr_active_ports",
                  layout(
                      "port",
                      u32("id"),
                      bool("guest_connected"),
                      bool("host_connected"),
                      u32("elem_popped"),
                      when("elem_popped", nested(POPPED))))));

  private Layouts() {}
}
