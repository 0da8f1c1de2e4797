// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.devices.VirtioLayout.Transport;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layout that a vhost-user-blk device can have in a stream, written from the tables of the
 * format and read back, with and without a description. Recorded streams cover the common ones
 * only.
 */
class TransferLayoutTest {
  private static final String PCI = "0000:00:01.0/vhost-user-blk";
  private static final String MMIO = "virtio-mmio@00000000feb02e00/vhost-user-blk";
  private static final String CCW = "fe.0.0001/vhost-user-blk";

  /** One device to write. */
  record Device(
      Transport bus,
      boolean express,
      int vectors,
      int queues,
      boolean notifiers,
      boolean deviceState,
      boolean channel,
      boolean described) {
    String section() {
      return switch (bus) {
        case PCI -> PCI;
        case MMIO -> MMIO;
        case CCW -> CCW;
      };
    }
  }

  static List<Device> devices() {
    List<Device> out = new ArrayList<>();
    boolean[] both = {false, true};
    for (boolean described : both) {
      for (int queues : new int[] {1, 2, 4, 16, 64}) {
        for (boolean channel : both) {
          for (int vectors : new int[] {0, queues + 1, 2}) {
            out.add(
                new Device(Transport.PCI, false, vectors, queues, true, true, channel, described));
            out.add(
                new Device(Transport.PCI, true, vectors, queues, true, true, channel, described));
          }
          out.add(
              new Device(
                  Transport.PCI, false, queues + 1, queues, false, true, channel, described));
          for (Transport bus : List.of(Transport.MMIO, Transport.CCW)) {
            out.add(new Device(bus, false, 0, queues, true, true, channel, described));
            out.add(new Device(bus, false, 0, queues, false, true, channel, described));
          }
        }
        out.add(
            new Device(Transport.PCI, false, queues + 1, queues, false, false, false, described));
        out.add(new Device(Transport.PCI, true, 0, queues, false, false, false, described));
        out.add(new Device(Transport.MMIO, false, 0, queues, false, false, false, described));
        out.add(new Device(Transport.CCW, false, 0, queues, false, false, false, described));
      }
    }
    return out;
  }

  @ParameterizedTest
  @MethodSource("devices")
  void isReadBack(Device device) throws IOException {
    StreamWriter stream = write(device);
    Decoded decoded = Decoded.of(stream.source());
    decoded.checkCoverage();
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(decoded.summary.coverage().opaque()).isZero();
    assertThat(offsets(decoded)).isEqualTo(stream.descriptors());
    assertThat(decoded.codes())
        .doesNotContain(Code.TRANSFER_AMBIGUOUS, Code.DESCRIPTION_MISFIT, Code.FOOTER_MISSING);
    VirtioReading reading = decoded.summary.devices().get(0);
    assertThat(reading.transfer()).isEqualTo(device.deviceState());
    assertThat(reading.proofs()).anyMatch(proof -> proof.startsWith("footer"));
    VhostDevice vhost = VhostDevice.of(reading);
    assertThat(vhost.rings()).hasSize(device.queues());
    assertThat(vhost.rings().get(0).lastAvail()).isEqualTo(7);
    if (device.deviceState()) {
      assertThat(vhost.nvqs()).isEqualTo(device.queues());
      assertThat(vhost.protocolFeatures()).isEqualTo(0x9f2b);
      assertThat(vhost.backendChannel()).isEqualTo(device.channel());
      assertThat(decoded.codes().contains(Code.NOT_STARTED)).isEqualTo(!device.notifiers());
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void isReadBackWithRecordedDescriptors(Device device) throws IOException {
    StreamWriter stream = write(device);
    List<DescriptorLog.LoggedDescriptor> entries = new ArrayList<>();
    for (long offset : stream.descriptors()) {
      entries.add(new DescriptorLog.LoggedDescriptor(offset, "recorded"));
    }
    DescriptorLog log = new DescriptorLog(entries);
    Decoded decoded = Decoded.of(stream.source(), new StreamOptions(null, log, false));
    assertThat(offsets(decoded)).isEqualTo(stream.descriptors());
    assertThat(decoded.summary.descriptors()).allMatch(fd -> fd.kind().equals("recorded"));
    assertThat(decoded.codes()).doesNotContain(Code.DESCRIPTORS_DISAGREE);
  }

  @Test
  void aListOfAnotherStreamIsNoticed() throws IOException {
    StreamWriter stream = write(new Device(Transport.PCI, false, 3, 2, true, true, true, true));
    DescriptorLog log =
        new DescriptorLog(
            List.of(new DescriptorLog.LoggedDescriptor(stream.descriptors().get(0) + 1, "x")));
    Decoded decoded = Decoded.of(stream.source(), new StreamOptions(null, log, false));
    assertThat(decoded.codes()).contains(Code.DESCRIPTORS_DISAGREE);
    assertThat(offsets(decoded)).isEqualTo(stream.descriptors());
  }

  @Test
  void aWrongDescriptorByteIsNoticedAndReadAllTheSame() throws IOException {
    StreamWriter stream = write(new Device(Transport.PCI, false, 3, 2, true, true, true, true));
    byte[] bytes = stream.toBytes();
    bytes[(int) (long) stream.descriptors().get(3)] = 0x21;
    Decoded decoded = Decoded.of(new HeapSource("synthetic", bytes));
    assertThat(decoded.codes()).contains(Code.IMPLAUSIBLE);
    assertThat(offsets(decoded)).isEqualTo(stream.descriptors());
  }

  private static List<Long> offsets(Decoded decoded) {
    List<Long> out = new ArrayList<>();
    for (StreamDescriptor descriptor : decoded.summary.descriptors()) {
      out.add(descriptor.offset());
    }
    return out;
  }

  static StreamWriter write(Device device) {
    String name = device.section();
    StreamWriter out = StreamWriter.begin("pc-q35-10.2").full(40, name, 0, 1);
    int start = out.size();
    switch (device.bus()) {
      case PCI -> pci(out, device);
      case MMIO -> out.u32(1).u32(1).u32(12);
      case CCW -> ccw(out);
    }
    core(out, device);
    if (device.deviceState()) {
      deviceState(out, device);
    }
    subsections(out, device);
    int size = out.size() - start - out.descriptors().size();
    out.footer(40);
    if (device.described()) {
      out.describe(
          "{\"name\": \""
              + name
              + "\", \"instance_id\": 0, \"vmsd_name\": \"vhost-user-blk\", \"version\": 1,"
              + " \"fields\": [{\"name\": \"virtio\", \"type\": \"virtio\", \"size\": "
              + size
              + "}]}");
      return out.end();
    }
    return out.u8(0);
  }

  private static void pci(StreamWriter out, Device device) {
    byte[] config = new byte[device.express() ? 4096 : 256];
    byte[] head = {(byte) 0xf4, 0x1a, 0x01, 0x10};
    System.arraycopy(head, 0, config, 0, head.length);
    int next = 0;
    if (device.express()) {
      next = capability(config, 0x80, 0x10, next);
    }
    if (device.vectors() > 0) {
      next = capability(config, 0x98, 0x11, next);
      config[0x9a] = (byte) (device.vectors() - 1);
    }
    config[0x34] = (byte) next;
    out.u32(2).bytes(config).zeros(16);
    if (device.vectors() > 0) {
      out.zeros(16 * device.vectors() + (device.vectors() + 7) / 8).u16(0);
    }
  }

  /** The channel: what is asked of it, its sense data and the addresses of its indicators. */
  private static void ccw(StreamWriter out) {
    out.u8(0xfe).u8(0).u16(1).u16(1).u8(0);
    out.u32(0x00af0000).u16(0x0180).u16(1).u8(0x80).u8(0).u8(0x80).u8(0x80).u16(0);
    out.u8(0xff).u8(0x80).zeros(8).u32(0);
    out.u16(0).u16(0x4007).u32(0x7f001008).u8(0x0c).u8(0).u16(0).u64(0).zeros(4);
    out.zeros(32).u64(0).zeros(8).u8(0);
    out.u8(0xff).u16(0x3832).u8(2).u16(0).u8(0).u8(0).zeros(62 * 4).u8(1).u8(0);
    out.subsection("s390_subch_dev/orb", 1).u32(0x00af0000).u16(0).u8(0xff).u8(0).u32(0x7f001000);
    out.u32(0).u64(0).u32(64).u64(0x7f002040L).u32(1).u64(0x7f002000L);
    out.u16(0).u64(8).subsection("s390_adapter_info/summary_offset", 1).u32(0);
    out.u8(2).u32(1);
  }

  private static int capability(byte[] config, int at, int id, int next) {
    config[at] = (byte) id;
    config[at + 1] = (byte) next;
    return at;
  }

  private static void core(StreamWriter out, Device device) {
    out.u8(15).u8(1).u16(0).u32(0x30007e46L).u32(57).zeros(57).u32(device.queues());
    for (int i = 0; i < device.queues(); i++) {
      out.u32(128);
      if (device.bus() == Transport.MMIO) {
        out.u32(4096);
      }
      out.u64(0x2908000L + i * 0x10000L).u16(7);
      if (device.notifiers()) {
        out.descriptor().descriptor();
      }
      if (device.vectors() > 0) {
        out.u16(Math.min(i + 1, device.vectors() - 1));
      } else if (device.bus() == Transport.CCW) {
        out.u16(i);
      }
    }
    if (device.notifiers()) {
      out.descriptor();
    }
  }

  private static void deviceState(StreamWriter out, Device device) {
    out.descriptor();
    out.descriptor().u64(2112L * device.queues()).u64(0).u16(128);
    out.u64(0x9f2b).u32(509).u8(device.channel() ? 1 : 0);
    if (device.channel()) {
      out.descriptor();
    }
    out.u64(0x175006e46L).u64(64).u32(device.queues());
    for (int i = 0; i < device.queues(); i++) {
      out.descriptor().descriptor();
    }
  }

  private static void subsections(StreamWriter out, Device device) {
    out.subsection("virtio/64bit_features", 1).u64(0x130007e46L);
    out.subsection("virtio/virtqueues", 1).zeros(16 * 1024);
    switch (device.bus()) {
      case PCI ->
          out.subsection("virtio/extra_state", 1)
              .subsection("virtio_pci/modern_state", 1)
              .zeros(16 + 28 * 1024);
      case MMIO ->
          out.subsection("virtio/extra_state", 1)
              .subsection("virtio_mmio/state", 1)
              .zeros(8 + 27 * 1024);
      case CCW -> {
        // Its channel, at the head, has all that the bus keeps.
      }
    }
    out.subsection("virtio/started", 1).u8(1);
  }
}
