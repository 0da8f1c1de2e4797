// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that strangers send: honest ones are read where they lie, others are refused. */
class ArchiveTest {
  private static final byte[] LOG =
      "2026-11-23T08:00:00.000000Z vhost_commit Started: 0 Changed: 1\n"
          .getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private Path archive;

  @BeforeEach
  void place() {
    archive = folder.resolve("run.vtrace");
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return out.toByteArray();
  }

  private void refused(byte[] bytes, String... words) throws IOException {
    Files.write(archive, bytes);
    assertThatThrownBy(() -> CaptureOpener.open(archive))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(archive.toString())
        .message()
        .satisfies(message -> assertThat(List.of(words)).allMatch(message::contains));
    // Nothing but the archive has come to be.
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(archive);
    }
  }

  /** Index of the first entry of the central directory. */
  private static int directory(byte[] zip) {
    ByteBuffer in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    return in.getInt(zip.length - 22 + 16);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aCaptureInAFolderOfAnArchiveIsRead() throws IOException {
    Files.write(archive, zip(Map.of("some/where/src.log", LOG)));
    Capture capture = CaptureOpener.open(archive);
    assertThat(capture.name()).isEqualTo("run.vtrace");
    assertThat(capture.inputs()).extracting(Input::name).containsExactly("src.log");
    assertThat(capture.participants()).containsExactly("src");
  }

  @Test
  void anArchiveInAnArchiveOrInGzipIsRead() throws IOException {
    byte[] inner = zip(Map.of("src.log", LOG, "dst.log", LOG));
    Files.write(archive, zip(Map.of("attachment.bin", inner)));
    assertThat(CaptureOpener.open(archive).inputs()).hasSize(2);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(inner);
    }
    Files.write(archive, packed.toByteArray());
    assertThat(CaptureOpener.open(archive).inputs()).hasSize(2);
  }

  @Test
  void aRealCaptureSaysTheSameInAnArchive() throws IOException {
    Path real = Recordings.transfer();
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.list(real)) {
      for (Path each : all.sorted().toList()) {
        files.put(each.getFileName().toString(), Files.readAllBytes(each));
      }
    }
    Files.write(archive, zip(files));
    assertThat(CaptureOpener.open(archive).inputs())
        .extracting(Input::name, Input::kind, Input::role, Input::participant)
        .containsExactlyElementsOf(
            CaptureOpener.open(real).inputs().stream()
                .map(each -> Tuple.tuple(each.name(), each.kind(), each.role(), each.participant()))
                .toList());
  }

  @Test
  void namesThatLeadOutAreRefused() throws IOException {
    for (String name :
        List.of("../evil.log", "/etc/evil.log", "a/../../evil.log", "C:\\evil.log", "a\\b.log")) {
      refused(zip(Map.of(name, LOG)), "leads out of it");
    }
    refused(zip(Map.of("e\u001b[2Jvil.log", LOG)), "leads out of it", "?");
  }

  @Test
  void namesWithoutEndAreRefused() throws IOException {
    refused(zip(Map.of("d/".repeat(30_000) + "a.log", LOG)), "60005 bytes long");
    refused(zip(Map.of("d/".repeat(40) + "a.log", LOG)), "too deep");
  }

  @Test
  void namesThatComeTwiceAreRefused() throws IOException {
    byte[] bytes = zip(new LinkedHashMap<>(Map.of("aa.log", LOG, "ab.log", LOG)));
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("ab.log", "aa.log");
    refused(text.getBytes(StandardCharsets.ISO_8859_1), "'aa.log' twice");
  }

  @Test
  void linksAreRefused() throws IOException {
    byte[] bytes = zip(Map.of("src.log", "/etc/passwd".getBytes(StandardCharsets.US_ASCII)));
    int at = directory(bytes);
    bytes[at + 5] = 3;
    little(bytes).putInt(at + 38, 0xa1ff << 16);
    refused(bytes, "is a link, not a file");
  }

  @Test
  void absurdSizesAreRefused() throws IOException {
    byte[] bytes = zip(Map.of("a.log", LOG, "b.log", LOG));
    little(bytes).putInt(directory(bytes) + 24, 0xffff_fffe);
    refused(bytes);
    byte[] many = zip(Map.of("a.log", LOG, "b.log", LOG, "c.log", LOG, "d.log", LOG, "e.log", LOG));
    for (int at = directory(many); little(many).getInt(at) == 0x02014b50; at += 46 + 5) {
      little(many).putInt(at + 24, 0xffff_fffe);
    }
    refused(many, "is refused: it unpacks to more than 1,100 times its size");
  }

  @Test
  void aBombThatLiesAboutItsSizeIsStoppedThere() throws IOException {
    byte[] bytes = zip(Map.of("bomb.log", new byte[64 << 20]));
    little(bytes).putInt(directory(bytes) + 24, 1000);
    refused(bytes, "bomb.log");
  }

  @Test
  void overlappingFilesAreRefused() throws IOException {
    byte[] bytes = zip(Map.of("a.log", LOG, "b.log", LOG));
    little(bytes).putInt(directory(bytes) + 20, bytes.length * 2);
    refused(bytes, "its files overlap");
  }

  @Test
  void filesThatShareBytesAreRefused() throws IOException {
    byte[] bytes = zip(new LinkedHashMap<>(Map.of("a.log", LOG, "b.log", LOG)));
    int first = directory(bytes);
    int second = first + 46 + 5;
    // Both entries are one: each is sound by itself, and no size shows it.
    for (int field = 16; field < 28; field += 4) {
      little(bytes).putInt(second + field, little(bytes).getInt(first + field));
    }
    little(bytes).putInt(second + 42, little(bytes).getInt(first + 42));
    refused(bytes, "its files overlap");
  }

  @Test
  void whatIsUnpackedLeavesNothingBehind() throws IOException {
    byte[] inner = zip(Map.of("src.log", LOG, "dst.log", LOG));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(zip(Map.of("attachment.bin", inner)));
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = left(temporary);
    Files.write(archive, packed.toByteArray());
    Capture capture = CaptureOpener.open(archive);
    assertThat(capture.inputs()).hasSize(2);
    for (Input input : capture.inputs()) {
      assertThat(Files.readAllBytes(input.path())).isEqualTo(LOG);
    }
    inner[inner.length - 30] ^= 0x55;
    Files.write(archive, zip(Map.of("attachment.bin", inner)));
    assertThatThrownBy(() -> CaptureOpener.open(archive)).hasMessageContaining(archive.toString());
    assertThat(left(temporary)).isEqualTo(before);
  }

  private static List<Path> left(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> each.getFileName().toString().startsWith("vtrace-"))
          .sorted()
          .toList();
    }
  }

  @Test
  void encryptedFilesAreRefused() throws IOException {
    byte[] bytes = zip(Map.of("a.log", LOG));
    bytes[directory(bytes) + 8] |= 1;
    refused(bytes, "is encrypted");
  }

  @Test
  void wrongChecksumsAreRefused() throws IOException {
    byte[] bytes = zip(Map.of("a.log", LOG, "b.log", LOG));
    little(bytes).putInt(directory(bytes) + 16, 12345);
    refused(bytes, "its checksum is wrong");
    String manifest =
        "{\"format\":\"vtrace-capture/1\",\"participants\":[],\"files\":[{\"name\":\"src.log\","
            + "\"role\":\"trace\",\"sha256\":\"00ff\"}]}";
    refused(
        zip(Map.of("src.log", LOG, "capture.json", manifest.getBytes(StandardCharsets.US_ASCII))),
        "src.log in it was changed",
        "SHA-256");
  }

  @Test
  void whatIsCutIsRefusedAtAnyPlace() throws IOException {
    byte[] bytes = zip(Map.of("a.log", LOG, "b.log", LOG));
    for (int length = 4; length < bytes.length; length += 7) {
      refused(Arrays.copyOf(bytes, length));
    }
  }

  @Test
  void everyDamagedByteIsASentenceOrHarmless() throws IOException {
    byte[] bytes = zip(Map.of("a.log", LOG, "b.log", LOG));
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x55;
      Files.write(archive, damaged);
      try {
        CaptureOpener.open(archive);
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
