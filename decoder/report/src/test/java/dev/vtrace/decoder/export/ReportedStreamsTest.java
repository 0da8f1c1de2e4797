// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.channels.ChannelKind;
import dev.vtrace.decoder.channels.ChannelStream;
import dev.vtrace.decoder.channels.MigrationReader;
import dev.vtrace.decoder.channels.MigrationSummary;
import dev.vtrace.decoder.channels.MigrationVisitor;
import dev.vtrace.decoder.compare.DescribedLayout;
import dev.vtrace.decoder.compare.LayoutChange;
import dev.vtrace.decoder.compare.LayoutDiff;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.stream.SchemaReader;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kinds of streams that were once read wrongly: each as it was reported, and ten more of its
 * kind, made of the reported ones or written anew.
 */
class ReportedStreamsTest {
  private static final int MORE = 10;
  private static final Path FOLDER = Recordings.root().resolve("../shared/streams").normalize();

  /** Names of states with a vhost back-end, and none of which may need a description. */
  private static final List<String> VHOST_STATES =
      List.of(
          "vhost-user-blk",
          "vhost-user-scsi",
          "virtio-vhost_scsi",
          "vhost-user-gpu",
          "vhost-user-vsock",
          "virtio-vhost_vsock",
          "vhost-user-i2c",
          "vhost-user-rng",
          "vhost-user-input",
          "vhost-user-snd");

  private static byte[] reported(String file) throws IOException {
    assumeThat(Files.isDirectory(FOLDER)).isTrue();
    return Recordings.bytes(FOLDER.resolve(file));
  }

  private static Decoded decode(byte[] bytes) throws IOException {
    HeapSource source = new HeapSource("stream", bytes);
    Decoded decoded = new Decoded();
    ChannelKind kind = ChannelKind.of(source);
    if (kind == ChannelKind.MAIN) {
      decoded = Decoded.of(source);
    } else {
      decoded.summary = ChannelStream.decode(source, decoded);
    }
    decoded.checkCoverage();
    return decoded;
  }

  private static void print(String kind, String name, Decoded decoded) {
    System.out.printf(
        "%s  %-36s %4d sections, %d devices, %s, %s%n",
        kind,
        name,
        decoded.sections.size(),
        decoded.summary.devices().size(),
        decoded.summary.coverage(),
        decoded.codes());
  }

  @ParameterizedTest
  @CsvSource({
    "01/stream.bin.xz, 33, 0, 0, COMPLETE, ''",
    "01/q111-riscv64-virt-smp4.bin.xz, 29, 0, 0, COMPLETE, ''",
    "02/channel-1.bin, 1, 0, 0, COMPLETE, ''",
    "02/return-path.bin, 6, 0, 0, COMPLETE, ''",
    "03/leg2-head.bin.xz, 8, 0, 0, TRUNCATED, TRUNCATED",
    "03/return-path.bin.xz, 13, 0, 0, COMPLETE, ''",
    "04/stream.bin.xz, 400, 0, 0, COMPLETE, ''",
    "08/q100-nofoot-eepro.bin.xz, 40, 0, 0, COMPLETE, ''",
    "08/q111-nodesc-wdt.bin.xz, 38, 0, 11034, COMPLETE, NO_DESCRIPTION",
    "08/q111-nofoot-wdt.bin.xz, 39, 0, 0, COMPLETE, ''",
    "08/q72-pc-i440fx-2.3-wdt.bin.xz, 35, 0, 0, COMPLETE, ''",
    "09/q111-vhost-user-fs-nodesc.bin.xz, 36, 1, 230621, COMPLETE, NO_DESCRIPTION",
  })
  void asReported(
      String file, int sections, int devices, long opaque, String outcome, String findings)
      throws IOException {
    Decoded decoded = decode(reported(file));
    print(file.substring(0, 2), file.substring(3), decoded);
    StreamSummary summary = decoded.summary;
    assertThat(summary.coverage().unreachable()).isZero();
    assertThat(summary.coverage().opaque()).isLessThanOrEqualTo(opaque);
    assertThat(summary.outcome().name()).isEqualTo(outcome);
    assertThat(summary.devices()).hasSize(devices);
    assertThat(decoded.codes().toString()).isEqualTo("[" + findings + "]");
    assertThat(decoded.sections).hasSize(sections);
  }

  @ParameterizedTest
  @CsvSource({
    "old-1024, new-192, 1",
    "aspeed-i3c-10.0, aspeed-i3c-11.1, 1",
    "e1000e-sdcard-5.2, e1000e-sdcard-11.1, 0"
  })
  void layoutsAsReported(String old, String now, int errors) throws IOException {
    byte[] before = reported("06/" + old + ".json");
    assertThat(errors(before, reported("06/" + now + ".json"))).isEqualTo(errors);
    assertThat(errors(before, before)).isZero();
  }

  private static long errors(byte[] before, byte[] after) throws IOException {
    List<LayoutChange> changes = LayoutDiff.compare(layout(before), layout(after));
    return changes.stream().filter(ReportedStreamsTest::isError).count();
  }

  private static boolean isError(LayoutChange change) {
    return change.diagnostic().code().severity() == Severity.ERROR;
  }

  private static DescribedLayout layout(byte[] json) throws IOException {
    return DescribedLayout.of(SchemaReader.read(new HeapSource("dump.json", json)));
  }

  /** 02: whatever lies beside it, the main stream is read as it is without. */
  @Test
  void sideFilesThatAreNoneOrEmptyDoNotStopTheMainStream() throws IOException {
    byte[] main = Recordings.bytes(Recordings.stream(Recordings.transfer()));
    MigrationSummary alone = read(main, List.of());
    Random random = new Random(2);
    for (int i = 1; i <= MORE; i++) {
      byte[] ends = new byte[8 * i];
      for (int at = 7; at < ends.length; at += 8) {
        ends[at] = 0x10;
      }
      byte[] unknown = new byte[random.nextInt(200)];
      random.nextBytes(unknown);
      MigrationSummary all = read(main, List.of(ends, unknown, main, new byte[0]));
      assertThat(all.main().coverage()).isEqualTo(alone.main().coverage());
      assertThat(all.main().devices()).hasSameSizeAs(alone.main().devices());
      assertThat(all.channels().get(0).kind()).isEqualTo(ChannelKind.PREEMPT);
      assertThat(all.channels().get(0).coverage().decoded()).isEqualTo(ends.length);
      List<String> kinds = all.channels().stream().map(each -> "" + each.kind()).toList();
      System.out.printf("02  %d ends, %d unknown bytes: %s%n", i, unknown.length, kinds);
    }
  }

  private static MigrationSummary read(byte[] main, List<byte[]> others) throws IOException {
    List<ByteSource> sources = new ArrayList<>();
    for (byte[] other : others) {
      sources.add(new HeapSource("channel", other));
    }
    HeapSource source = new HeapSource("main", main);
    return new MigrationReader(source, sources, StreamOptions.DEFAULT, null)
        .read(new MigrationVisitor() {});
  }

  /** 03: a resumed connection of which the recording has less. */
  @Test
  void resumedConnectionsCutAnywhere() throws IOException {
    byte[] whole = reported("03/leg2-head.bin.xz");
    Random random = new Random(3);
    for (int i = 0; i < MORE; i++) {
      byte[] cut = Arrays.copyOf(whole, 100 + random.nextInt(whole.length - 100));
      assertThat(ChannelKind.of(new HeapSource("cut", cut))).isEqualTo(ChannelKind.RESUMED);
      Decoded decoded = decode(cut);
      print("03", "first " + cut.length + " bytes", decoded);
      assertThat(decoded.summary.coverage().unreachable()).isZero();
      assertThat(decoded.codes().size()).isLessThanOrEqualTo(1);
    }
  }

  /** 04: COLO that goes on for longer. */
  @Test
  void moreCheckpoints() throws IOException {
    byte[] whole = reported("04/stream.bin.xz");
    List<Section> requests = requests(decode(whole));
    assertThat(requests.size()).isGreaterThan(2);
    Random random = new Random(4);
    for (int more = 1; more <= MORE; more++) {
      int which = random.nextInt(requests.size() - 1);
      int from = (int) requests.get(which).offset();
      int to = (int) requests.get(which + 1).offset();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(whole, 0, to);
      for (int i = 0; i < more; i++) {
        out.write(whole, from, to - from);
      }
      out.write(whole, to, whole.length - to);
      Decoded decoded = decode(out.toByteArray());
      print("04", "checkpoint " + which + " " + more + " times more", decoded);
      assertThat(requests(decoded)).hasSize(requests.size() + more);
      assertThat(decoded.codes()).isEmpty();
      assertThat(decoded.summary.coverage().opaque()).isZero();
    }
  }

  private static List<Section> requests(Decoded decoded) {
    return decoded.sections.stream()
        .filter(section -> section.name().equals("COLO_CHECKPOINT_REQUEST"))
        .toList();
  }

  /** 06: arrays of other lengths, and of lengths that one side does not tell. */
  @Test
  void moreLayouts() throws IOException {
    Random random = new Random(6);
    for (int i = 0; i < MORE; i++) {
      int old = 1 + random.nextInt(2000);
      int now = i % 3 == 0 ? old : 1 + random.nextInt(2000);
      int size = 1 << random.nextInt(4);
      long errors = errors(dump(size, old), dump(size, now));
      System.out.printf("06  %d of %d, then %d: %d errors%n", old, size, now, errors);
      assertThat(errors).isEqualTo(old == now ? 0 : 1);
      assertThat(errors(dump(size, -1), dump(size, now))).isZero();
      assertThat(errors(dump(size, old), dump(size, -1))).isZero();
    }
  }

  private static byte[] dump(int size, int count) {
    String length = count < 0 ? "" : "\"num\": " + count + ", ";
    return ("{\"dev\": {\"Name\": \"dev\", \"version_id\": 1, \"minimum_version_id\": 1,"
            + " \"Description\": {\"name\": \"dev\", \"version_id\": 1, \"minimum_version_id\": 1,"
            + " \"Fields\": [{\"field\": \"regs\", \"version_id\": 0, \"field_exists\": false, "
            + length
            + "\"size\": "
            + size
            + "}]}}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** 08: devices whose version is a date or any number, in streams without footers. */
  @Test
  void moreVersions() throws IOException {
    byte[] whole = reported("08/q111-nofoot-wdt.bin.xz");
    List<Section> sections = decode(whole).sections;
    List<Section> devices =
        sections.stream().filter(section -> section.kind() == SectionKind.FULL).toList();
    Random random = new Random(8);
    for (int i = 0; i < MORE; i++) {
      Section device = devices.get(random.nextInt(devices.size()));
      int version = List.of(10_000, 20_061_113, 257, 1 << 30, 65_536).get(i % 5);
      byte[] other = whole.clone();
      int at = (int) device.offset() + 1 + 4 + 1 + device.name().length() + 4;
      for (int j = 0; j < 4; j++) {
        other[at + j] = (byte) (version >> 24 - 8 * j);
      }
      Decoded decoded = decode(other);
      print("08", device.name() + " version " + version, decoded);
      assertThat(decoded.codes()).isEmpty();
      assertThat(decoded.sections)
          .extracting(Section::name)
          .containsExactlyElementsOf(sections.stream().map(Section::name).toList());
      assertThat(decoded.summary.coverage().opaque()).isZero();
    }
  }

  /** 09: other devices with a back-end, of which nothing but their name tells what they are. */
  @Test
  void moreDevicesWithoutDescription() throws IOException {
    byte[] whole = reported("09/q111-vhost-user-fs-nodesc.bin.xz");
    Decoded original = decode(whole);
    Section section =
        original.sections.stream()
            .filter(each -> each.name().endsWith("/vhost-user-fs"))
            .findFirst()
            .orElseThrow();
    int header = (int) section.offset() + 5;
    String slot = section.name().substring(0, section.name().indexOf('/') + 1);
    int state = (int) original.summary.devices().get(0).state().offset();
    int end = (int) original.summary.devices().get(0).state().end();
    for (String name : VHOST_STATES) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(whole, 0, header);
      out.write(slot.length() + name.length());
      out.writeBytes((slot + name).getBytes(StandardCharsets.US_ASCII));
      out.write(whole, state - 8, end - state + 8);
      int footer = (int) (section.offset() + section.length()) - 5;
      out.write(whole, footer, whole.length - footer);
      Decoded decoded = decode(out.toByteArray());
      print("09", name, decoded);
      assertThat(decoded.codes()).extracting(Enum::name).containsExactly("NO_DESCRIPTION");
      assertThat(decoded.summary.devices()).hasSize(1);
      assertThat(decoded.summary.devices().get(0).kind()).isEqualTo(name);
      assertThat(decoded.summary.devices().get(0).state().length()).isEqualTo(end - state);
      assertThat(decoded.sections).hasSameSizeAs(original.sections);
    }
  }
}
