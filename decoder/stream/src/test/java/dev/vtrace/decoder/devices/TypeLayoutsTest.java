// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States that a description names only by a type, written from their formats and read back. */
class TypeLayoutsTest {
  private static final String MMIO = "virtio-mmio@00000000feb02e00/";

  private static Decoded decode(String name, String fields, Consumer<StreamWriter> bytes)
      throws IOException {
    StreamWriter out = StreamWriter.begin("none").full(5, name, 0, 1);
    bytes.accept(out);
    out.footer(5);
    if (!fields.isEmpty()) {
      out.describe(device(name, fields));
    }
    Decoded decoded = Decoded.of(fields.isEmpty() ? out.u8(0).source() : out.end().source());
    decoded.checkCoverage();
    return decoded;
  }

  private static String device(String name, String fields) {
    return "{\"name\": \""
        + name
        + "\", \"instance_id\": 0, \"vmsd_name\": \""
        + name.substring(name.lastIndexOf('/') + 1)
        + "\", \"version\": 1, \"fields\": ["
        + fields
        + "]}";
  }

  private static String field(String type, int size) {
    return "{\"name\": \"f\", \"type\": \"" + type + "\", \"size\": " + size + "}";
  }

  /** Decodes a device with one field of a type, all of whose bytes must be known. */
  private static Field known(String type, int size, Consumer<StreamWriter> bytes)
      throws IOException {
    Decoded decoded = decode("dev", field(type, size), bytes);
    assertThat(decoded.diagnostics).isEmpty();
    assertThat(decoded.summary.coverage().opaque()).isZero();
    return decoded.field("dev", "f");
  }

  @Test
  void mipsEntriesOfAllSizes() throws IOException {
    Field wide =
        known("tlb_entry", 36, out -> out.u64(1).u32(2).u16(3).u32(4).u16(5).u64(6).u64(7));
    assertThat(wide.number("MMID", -1)).isEqualTo(4);
    assertThat(wide.number("PFN1", -1)).isEqualTo(7);
    Field either = known("tlb_entry", 32, out -> out.zeros(14).u16(5).u64(6).u64(7));
    assertThat(either.number("flags", -1)).isEqualTo(5);
    Field narrow = known("tlb_entry", 28, out -> out.u32(1).u32(2).u16(3).u16(5).u64(6).u64(7));
    assertThat(narrow.number("ASID", -1)).isEqualTo(3);
  }

  @Test
  void precisionArchitectureEntriesOfBothSizes() throws IOException {
    Field now = known("tlb entry", 32, out -> out.u64(1).u64(2).u64(3).u64(4));
    assertThat(now.number("last", -1)).isEqualTo(2);
    Field before = known("tlb entry", 16, out -> out.u64(1).u32(2).u32(3));
    assertThat(before.number("pa", -1)).isEqualTo(2);
  }

  /** What tpm-crb saves of a command that comes in parts. */
  @Test
  void bytesAfterTheirNumber() throws IOException {
    Field some = known("GByteArray", 7, out -> out.u32(3).bytes(new byte[] {1, 2, 3}));
    assertThat(some.child("data").length()).isEqualTo(3);
    assertThat(known("GByteArray", 4, out -> out.u32(0)).number("len", -1)).isZero();
  }

  /** As of the frames of a Versal machine that has none. */
  @Test
  void aTreeWithoutNodes() throws IOException {
    assertThat(known("gtree", 5, out -> out.u32(0).u8(0)).number("nnodes", -1)).isZero();
  }

  @Test
  void aSizeThatNoRowHasIsOpaque() throws IOException {
    Decoded decoded = decode("dev", field("tlb_entry", 30), out -> out.zeros(30));
    assertThat(decoded.diagnostics).isEmpty();
    assertThat(decoded.summary.coverage().opaque()).isEqualTo(30);
  }

  /** As in a damaged description: what it claims is not counted up to. */
  @ParameterizedTest
  @ValueSource(longs = {17, 33024, 33025, 1L << 31, 1L << 40, Long.MAX_VALUE})
  void vectorsAreNotMoreThanThereCanBe(long size) throws IOException {
    String vectors = field("msix state", 0).replace("0}", size + "}");
    Decoded decoded =
        Decoded.of(
            StreamWriter.begin("none")
                .full(5, "dev", 0, 1)
                .zeros(33024)
                .footer(5)
                .describe(device("dev", vectors))
                .end()
                .source());
    decoded.checkCoverage();
    assertThat(decoded.field("dev", "f/table") != null).isEqualTo(size <= 33024);
  }

  /** Of a machine whose streams have no description, in the form of each version. */
  @ParameterizedTest
  @CsvSource({"0,0", "16,0", "16,1", "16,2", "2000,0", "2000,1"})
  void tablesOfDmaWindows(int entries, int more) throws IOException {
    Decoded decoded =
        decode(
            "spapr_iommu",
            "",
            out -> {
              out.u32(0x8000_0000L).u32(entries).u8(0);
              for (int i = 0; i < entries; i++) {
                out.u64(0x1_0000L * i + 3);
              }
              if (more > 0) {
                out.u8(1);
              }
              if (more > 1) {
                out.subsection("spapr_iommu_ex", 1).u64(0x0800_0000_0000_0000L).u32(16);
              }
            });
    assertThat(decoded.codes()).containsExactly(Code.NO_DESCRIPTION);
    assertThat(decoded.summary.coverage().opaque()).isZero();
    Field window = decoded.field("spapr_iommu", "window");
    assertThat(window.child("table").length()).isEqualTo(8 * entries);
    assertThat(window.child("def_win") != null).isEqualTo(more > 0);
    assertThat(window.child("spapr_iommu_ex") != null).isEqualTo(more > 1);
  }

  @Test
  void aStateThatIsNoDmaWindowIsOpaque() throws IOException {
    Decoded decoded = decode("spapr_iommu", "", out -> out.u32(1).u32(0x7fff_ffff).u8(0).u64(5));
    assertThat(decoded.summary.coverage().unreachable()).isZero();
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(decoded.summary.coverage().opaque()).isEqualTo(17);
  }

  @Test
  void wordsAndRegisters() throws IOException {
    assertThat(known("sr", 4, out -> out.u32(0x8001)).number(0)).isEqualTo(0x8001);
    assertThat(known("int32_as_uint16", 2, out -> out.u16(0xffff)).number(0)).isEqualTo(0xffff);
    known("shpc", 160, out -> out.zeros(160));
  }

  @Test
  void queuesOfRedirectedUsb() throws IOException {
    assertThat(known("usb-redir-parser", 7, out -> out.u32(3).zeros(3)).number("len", 0))
        .isEqualTo(3);
    known("usb-redir-packet-id-q", 20, out -> out.u32(2).u64(7).u64(8));
    Field packets = known("usb-redir-bufpq", 14, out -> out.u32(1).u32(2).u32(0).u16(9));
    assertThat(packets.child("packets").children()).hasSize(1);
  }

  @Test
  void imagesOfTheChannelSubsystemHaveNoMarkBeforeThem() throws IOException {
    String css =
        "{\"name\": \"css\", \"array_len\": 256, \"type\": \"struct\", \"struct\": {}, \"size\": 1},"
            + "{\"name\": \"default_cssid\", \"type\": \"uint8\", \"size\": 1}";
    Decoded decoded =
        decode(
            "s390_css",
            css,
            out ->
                out.bytes("0".repeat(254).getBytes(StandardCharsets.US_ASCII))
                    .u8(1)
                    .u8(0x32)
                    .zeros(766)
                    .u8('0')
                    .u8(254));
    assertThat(decoded.diagnostics).isEmpty();
    assertThat(decoded.summary.coverage().opaque()).isZero();
    assertThat(decoded.field("s390_css", "css[254]/chpids[0]/type").number(0)).isEqualTo(0x32);
    assertThat(decoded.field("s390_css", "default_cssid").number(0)).isEqualTo(254);
  }

  @Test
  void commandsThatADiskIsToTryAgain() throws IOException {
    Field plain = known("scsi-requests", 42, out -> scsi(out, 0).u8(0));
    assertThat(plain.children()).hasSize(3);
    Field virtio = known("scsi-requests", 49_214, out -> scsi(out, 1).u8(0));
    assertThat(virtio.children().get(1).child("element").number("in_num", 0)).isEqualTo(2);
    Field packed = known("scsi-requests", 49_218, out -> scsi(out, 2).u8(0));
    assertThat(packed.children().get(1).number("ndescs", 0)).isEqualTo(1);
  }

  @Test
  void commandsOfAnAdapterThatGathersData() throws IOException {
    Field requests =
        known(
            "scsi-requests",
            2 * (25 + 48 + 4 + 16) + 3 * 16 + 1,
            out -> {
              for (int pieces = 1; pieces <= 2; pieces++) {
                out.u8(1).zeros(16).u32(7).u32(0).zeros(48).u32(pieces);
                for (int i = 0; i < pieces; i++) {
                  out.u64(0x1000).u64(512);
                }
                out.u64(0).u32(pieces).u32(0);
              }
              out.u8(0);
            });
    assertThat(requests.children()).hasSize(5);
    assertThat(requests.children().get(3).child("sg").children()).hasSize(2);
  }

  /** Each element is described by itself, with the same keys: two variables of a firmware. */
  @Test
  void listsAreReadByTheDescriptionOfTheirElements() throws IOException {
    String list =
        "{\"name\": \"f\", \"type\": \"qtailq\", "
            + element(3)
            + ", "
            + element(5)
            + ", \"size\": 19}, {\"name\": \"last\", \"type\": \"uint8\", \"size\": 1}";
    Consumer<StreamWriter> bytes = out -> out.u8(1).u32(3).zeros(3).u8(1).u32(5).zeros(5);
    Decoded decoded = decode("dev", list, out -> bytes.andThen(o -> o.u8(0).u8(9)).accept(out));
    assertThat(decoded.diagnostics).isEmpty();
    assertThat(decoded.summary.coverage().opaque()).isZero();
    assertThat(decoded.field("dev", "f[1]/entry_size").number(0)).isEqualTo(5);
    assertThat(decoded.field("dev", "last").number(0)).isEqualTo(9);
    Decoded damaged = decode("dev", list, out -> bytes.andThen(o -> o.u8(7).u8(9)).accept(out));
    assertThat(damaged.diagnostics).isEmpty();
    assertThat(damaged.summary.coverage().opaque()).isEqualTo(19);
    assertThat(damaged.field("dev", "last").number(0)).isEqualTo(9);
  }

  private static String element(int length) {
    return "\"vmsd_name\": \"uefi-var-policy\", \"version\": 0, \"fields\": ["
        + "{\"name\": \"entry_size\", \"type\": \"uint32\", \"size\": 4}, "
        + "{\"name\": \"entry\", \"type\": \"buffer\", \"size\": "
        + length
        + "}]";
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "1,1", "2,3", "1,3000"})
  void domainsOfAnIommuAlsoWhereNothingDescribesThem(int domains, int mappings) throws IOException {
    Decoded decoded =
        decode(
            MMIO + "virtio-iommu",
            "",
            out -> {
              core(out, 2);
              out.u32(domains);
              for (int i = 0; i < domains; i++) {
                out.u8(1).u64(i).u32(i).u32(mappings);
                for (int j = 0; j < mappings; j++) {
                  out.u8(1).u64(j << 12).u64((j << 12) + 4095).u64(0x4000_0000L).u32(3);
                }
                out.u8(0).u8(1).u32(8).u8(0).u8(0);
              }
              out.u8(0).u8(1);
            });
    assertThat(decoded.codes()).containsExactly(Code.NO_DESCRIPTION);
    assertThat(decoded.summary.coverage().opaque()).isZero();
    Field own =
        decoded.summary.devices().get(0).state().child("virtio-iommu-device").child("domains");
    assertThat(own.children()).hasSize(1 + 2 * domains);
    if (domains > 0) {
      assertThat(own.children().get(1).child("mappings").children()).hasSize(1 + 2 * mappings);
    }
  }

  private static StreamWriter scsi(StreamWriter out, int virtio) {
    out.u8(1).zeros(16).u32(0).u32(0);
    if (virtio > 0) {
      out.u32(0);
    }
    if (virtio > 1) {
      out.u32(1);
    }
    if (virtio > 0) {
      element(out);
    }
    return out.u64(0).u32(1).u32(0);
  }

  /** An element with one buffer to read and two to write. */
  private static StreamWriter element(StreamWriter out) {
    out.zeros(4).u32(0x0100_0000).u32(0x0200_0000).zeros(4);
    return out.u64(0x007c_0000_0000_0000L).zeros(49_152 - 8);
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "2, false", "2, true"})
  void requestsOfABlockDeviceThatAreToBeTriedAgain(int queues, boolean packed) throws IOException {
    StreamWriter state = new StreamWriter();
    core(state, queues);
    for (int i = 0; i < 2; i++) {
      state.u8(1);
      if (queues > 1) {
        state.u32(queues - 1);
      }
      if (packed) {
        state.u32(3);
      }
      element(state);
    }
    state.u8(0).subsection("virtio/started", 1).u8(1);
    String field = "{\"name\": \"virtio\", \"type\": \"virtio\", \"size\": " + state.size() + "}";
    Decoded decoded = decode(MMIO + "virtio-blk", field, out -> out.bytes(state.toBytes()));
    assertThat(decoded.diagnostics).isEmpty();
    assertThat(decoded.summary.coverage().opaque()).isZero();
    Field request =
        decoded.field(MMIO + "virtio-blk", "virtio/virtio-blk-requests").children().get(3);
    assertThat(request.index()).isEqualTo(1);
    assertThat(request.number("virtqueue", -1)).isEqualTo(queues > 1 ? 1 : -1);
    assertThat(request.number("ndescs", -1)).isEqualTo(packed ? 3 : -1);
    assertThat(request.child("element").child("in_addr").children().get(0).number(0))
        .isEqualTo(0x7c00);
  }

  private static void core(StreamWriter out, int queues) {
    out.zeros(12).u8(0xf).u8(0).u16(0).u32(0).u32(0).u32(queues);
    for (int i = 0; i < queues; i++) {
      out.u32(128).u32(4096).u64(0).u16(0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void imagesOfAGraphicsDeviceAlsoWhereNothingDescribesThem(boolean described) throws IOException {
    StreamWriter virtio = new StreamWriter();
    core(virtio, 2);
    StreamWriter gpu = new StreamWriter();
    gpu.u32(7).u32(2).u32(3).u32(1).u32(1).u64(0x1000).u32(24).zeros(24).u32(0);
    gpu.u32(1).u32(1).u32(7).u32(2).u32(3).zeros(28).u32(1).zeros(20);
    String fields =
        "{\"name\": \"virtio\", \"type\": \"virtio\", \"size\": "
            + virtio.size()
            + "}, {\"name\": \"virtio-gpu\", \"type\": \"virtio-gpu\", \"size\": "
            + gpu.size()
            + "}";
    String name = MMIO + "virtio-gpu";
    Decoded decoded =
        decode(
            name, described ? fields : "", out -> out.bytes(virtio.toBytes()).bytes(gpu.toBytes()));
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(decoded.summary.errors()).isZero();
    assertThat(decoded.summary.coverage().opaque()).isZero();
    assertThat(decoded.field(name, "virtio-gpu/resources[0]/image").length()).isEqualTo(24);
    assertThat(decoded.field(name, "virtio-gpu/scanout[0]/fb.format").number(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 128", "3, 0"})
  void scanoutsOfWhichNothingTellsTheLayoutAreOpaque(int with, int opaque) throws IOException {
    int size = 12 + 3 * 40 + with * 24;
    Decoded decoded =
        decode("dev", field("virtio-gpu", size), out -> out.u32(0).u32(0).u32(3).zeros(size - 12));
    assertThat(decoded.diagnostics).isEmpty();
    assertThat(decoded.summary.coverage().opaque()).isEqualTo(opaque == 0 ? 0 : size - 12);
  }

  @Test
  void bitsOfPluggedMemory() throws IOException {
    StreamWriter state = new StreamWriter();
    core(state, 1);
    state.u64(0x1_0000_0000L).u64(130 << 21).u64(1 << 21).u32(0).u64(0).u64(0).u64(0).zeros(24);
    state.subsection("virtio/started", 1).u8(1);
    String field = "{\"name\": \"virtio\", \"type\": \"virtio\", \"size\": " + state.size() + "}";
    Decoded decoded = decode(MMIO + "virtio-mem", field, out -> out.bytes(state.toBytes()));
    assertThat(decoded.diagnostics).isEmpty();
    assertThat(decoded.summary.coverage().opaque()).isZero();
    assertThat(decoded.field(MMIO + "virtio-mem", "virtio/virtio-mem-device/bitmap").length())
        .isEqualTo(24);
  }
}
