// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.features;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of the bits of a feature word. A row is a bit number and its name; sources are the virtio
 * specification 1.3 (chapter 6 and each device's feature bits) and the vhost-user protocol
 * specification (protocol features).
 */
public enum FeatureWord {
  /** Bits that every virtio device may have, and those that vhost adds to the same word. */
  TRANSPORT(
      "24 NOTIFY_ON_EMPTY,26 VHOST_LOG_ALL,27 ANY_LAYOUT,28 RING_INDIRECT_DESC,29 RING_EVENT_IDX,"
          + "30 VHOST_USER_PROTOCOL_FEATURES,32 VERSION_1,33 ACCESS_PLATFORM,34 RING_PACKED,"
          + "35 IN_ORDER,36 ORDER_PLATFORM,37 SR_IOV,38 NOTIFICATION_DATA,39 NOTIF_CONFIG_DATA,"
          + "40 RING_RESET,41 ADMIN_VQ"),
  BLOCK(
      "0 BARRIER,1 SIZE_MAX,2 SEG_MAX,4 GEOMETRY,5 RO,6 BLK_SIZE,7 SCSI,9 FLUSH,10 TOPOLOGY,"
          + "11 CONFIG_WCE,12 MQ,13 DISCARD,14 WRITE_ZEROES,15 LIFETIME,16 SECURE_ERASE,17 ZONED"),
  NET(
      "0 CSUM,1 GUEST_CSUM,2 CTRL_GUEST_OFFLOADS,3 MTU,5 MAC,6 GSO,7 GUEST_TSO4,8 GUEST_TSO6,"
          + "9 GUEST_ECN,10 GUEST_UFO,11 HOST_TSO4,12 HOST_TSO6,13 HOST_ECN,14 HOST_UFO,"
          + "15 MRG_RXBUF,16 STATUS,17 CTRL_VQ,18 CTRL_RX,19 CTRL_VLAN,20 CTRL_RX_EXTRA,"
          + "21 GUEST_ANNOUNCE,22 MQ,23 CTRL_MAC_ADDR,50 DEVICE_STATS,51 HASH_TUNNEL,"
          + "52 VQ_NOTF_COAL,53 NOTF_COAL,54 GUEST_USO4,55 GUEST_USO6,56 HOST_USO,57 HASH_REPORT,"
          + "59 GUEST_HDRLEN,60 RSS,61 RSC_EXT,62 STANDBY,63 SPEED_DUPLEX,65 GUEST_UDP_TUNNEL_GSO,"
          + "66 GUEST_UDP_TUNNEL_GSO_CSUM,67 HOST_UDP_TUNNEL_GSO,68 HOST_UDP_TUNNEL_GSO_CSUM"),
  SCSI("0 INOUT,1 HOTPLUG,2 CHANGE,3 T10_PI"),
  CONSOLE("0 SIZE,1 MULTIPORT,2 EMERG_WRITE"),
  BALLOON(
      "0 MUST_TELL_HOST,1 STATS_VQ,2 DEFLATE_ON_OOM,3 FREE_PAGE_HINT,4 PAGE_POISON,5 REPORTING"),
  GPU("0 VIRGL,1 EDID,2 RESOURCE_UUID,3 RESOURCE_BLOB,4 CONTEXT_INIT"),
  FS("0 NOTIFICATION"),
  MEM("0 ACPI_PXM,1 UNPLUGGED_INACCESSIBLE,2 PERSISTENT_SUSPEND"),
  IOMMU("0 INPUT_RANGE,1 DOMAIN_RANGE,2 MAP_UNMAP,3 BYPASS,4 PROBE,5 MMIO,6 BYPASS_CONFIG"),
  VSOCK("0 STREAM,1 SEQPACKET,2 NO_IMPLIED_STREAM"),
  NINE_P("0 MOUNT_TAG"),
  CRYPTO(
      "0 REVISION_1,1 CIPHER_STATELESS,2 HASH_STATELESS,3 MAC_STATELESS,4 AEAD_STATELESS,"
          + "5 AKCIPHER_STATELESS"),
  /** A device type without bits of its own, or one that is not known. */
  PLAIN(""),
  /** vhost-user protocol features. */
  PROTOCOL(
      "0 MQ,1 LOG_SHMFD,2 RARP,3 REPLY_ACK,4 NET_MTU,5 BACKEND_REQ,6 CROSS_ENDIAN,"
          + "7 CRYPTO_SESSION,8 PAGEFAULT,9 CONFIG,10 BACKEND_SEND_FD,11 HOST_NOTIFIER,"
          + "12 INFLIGHT_SHMFD,13 RESET_DEVICE,14 INBAND_NOTIFICATIONS,15 CONFIGURE_MEM_SLOTS,"
          + "16 STATUS,17 XEN_MMAP,18 SHARED_OBJECT,19 DEVICE_STATE,20 GET_VRING_BASE_INFLIGHT,"
          + "21 GPA_ADDRESSES,22 SHMEM,23 GET_VRING_BASE_SKIP_DRAIN"),
  /** The device status byte of virtio. */
  STATUS("0 ACKNOWLEDGE,1 DRIVER,2 DRIVER_OK,3 FEATURES_OK,6 NEEDS_RESET,7 FAILED");

  private final String rows;
  private String @Nullable [] names;

  FeatureWord(String rows) {
    this.rows = rows;
  }

  /** The name of a bit (0 to 127), or null. Device types know the transport bits, too. */
  public String name(int bit) {
    if (names == null) {
      names = table();
    }
    return names[bit];
  }

  /** Names of the bits that are set, lowest first; unknown ones as {@code bit 25}. */
  public List<String> names(long word) {
    List<String> out = new ArrayList<>();
    for (long rest = word; rest != 0; rest &= rest - 1) {
      int bit = Long.numberOfTrailingZeros(rest);
      String name = name(bit);
      out.add(name == null ? "bit " + bit : name);
    }
    return out;
  }

  /** Whether the named bit is set in a word. */
  public boolean has(long word, String name) {
    for (long rest = word; rest != 0; rest &= rest - 1) {
      if (name.equals(name(Long.numberOfTrailingZeros(rest)))) {
        return true;
      }
    }
    return false;
  }

  private String[] table() {
    boolean device = this != TRANSPORT && this != PROTOCOL && this != STATUS;
    String[] out = new String[128];
    if (device) {
      for (int bit = 0; bit < out.length; bit++) {
        out[bit] = TRANSPORT.name(bit);
      }
    }
    int at = 0;
    while (at < rows.length()) {
      int comma = rows.indexOf(',', at);
      int end = comma < 0 ? rows.length() : comma;
      int space = rows.indexOf(' ', at);
      out[Integer.parseInt(rows.substring(at, space))] = rows.substring(space + 1, end);
      at = end + 1;
    }
    return out;
  }
}
