// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What a file is shows in its beginning; what lies far after is not looked at. */
class InputKindHeadTest {
  private static final List<String> FORMS = List.of("", "gzip", "xz", "zstd", "zip");

  @TempDir Path folder;

  private static byte[] pack(String form, byte[] content) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (OutputStream out = packer(form, all)) {
      out.write(content);
    }
    return all.toByteArray();
  }

  private static OutputStream packer(String form, OutputStream out) throws IOException {
    switch (form) {
      case "gzip":
        return new GZIPOutputStream(out);
      case "xz":
        return new XZOutputStream(out, new LZMA2Options(0));
      case "zstd":
        return new ZstdOutputStream(out).setChecksum(true);
      case "zip":
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry("one"));
        return zip;
      default:
        return out;
    }
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(Files.createTempFile(folder, "input", ""), content);
  }

  /** A stream with pages after it that cannot be made smaller. */
  private static byte[] large() throws IOException {
    byte[] begin = Recordings.bytes(Recordings.stream(Recordings.transfer()));
    byte[] content = new byte[4 << 20];
    new Random(1).nextBytes(content);
    System.arraycopy(begin, 0, content, 0, Math.min(begin.length, 1 << 16));
    return content;
  }

  private static byte[] save(int format, byte[] stream) {
    ByteBuffer header = ByteBuffer.allocate(92 + 1000);
    header.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    header.put("LibvirtQemudSave".getBytes(StandardCharsets.US_ASCII));
    header.putInt(2).putInt(1000).putInt(0).putInt(format);
    byte[] out = Arrays.copyOf(header.array(), header.capacity() + stream.length);
    System.arraycopy(stream, 0, out, header.capacity(), stream.length);
    return out;
  }

  @Test
  void allFormsAreSeenThrough() throws IOException {
    byte[] log = "2026-11-23T08:00:00.000000Z vhost_commit 1 1\n".getBytes(StandardCharsets.UTF_8);
    for (String form : FORMS) {
      assertThat(InputRecognition.of(file(pack(form, large()))))
          .as(form)
          .isEqualTo(InputKind.MIGRATION_STREAM);
      assertThat(InputRecognition.of(file(pack(form, log)))).as(form).isEqualTo(InputKind.QEMU_LOG);
      assertThat(InputRecognition.of(file(pack(form, new byte[0]))))
          .as(form)
          .isEqualTo(InputKind.EMPTY);
      assertThat(InputRecognition.of(file(pack(form, save(0, large())))))
          .as("save image in " + form)
          .isEqualTo(InputKind.MIGRATION_STREAM);
      assertThat(InputRecognition.of(file(pack(form, pack("zip", log)))))
          .as("zip in " + form)
          .isEqualTo(form.isEmpty() ? InputKind.QEMU_LOG : InputKind.ZIP);
    }
    assertThat(InputRecognition.of(file(save(1, pack("gzip", large())))))
        .isEqualTo(InputKind.MIGRATION_STREAM);
    assertThat(InputRecognition.of(file(save(5, pack("zstd", large())))))
        .isEqualTo(InputKind.MIGRATION_STREAM);
  }

  /** Of a file that is damaged at its end, recognition sees nothing; reading it does. */
  @Test
  void theEndIsNotUnpacked() throws IOException {
    for (String form : List.of("gzip", "xz", "zstd", "zip")) {
      byte[] packed = pack(form, large());
      int end = packed.length - (form.equals("zip") ? 1000 : 100);
      byte[] damage = new byte[100];
      new Random(2).nextBytes(damage);
      System.arraycopy(damage, 0, packed, end - 1000, 100);
      Path file = file(packed);
      assertThat(InputRecognition.of(file)).as(form).isEqualTo(InputKind.MIGRATION_STREAM);
      assertThatThrownBy(() -> Inputs.open(file).close()).as(form).isInstanceOf(IOException.class);
    }
  }

  /** A gap that was never written may lie in front of a stream, wherever that begins. */
  @Test
  void aStreamBehindAGap() throws IOException {
    byte[] begin = {'Q', 'E', 'V', 'M', 0, 0, 0, 3};
    for (int gap : List.of(1, 4095, 65_535, 65_536, 131_069, 131_071, 131_072, 1 << 20)) {
      byte[] content = new byte[gap + begin.length];
      System.arraycopy(begin, 0, content, gap, begin.length);
      for (String form : FORMS) {
        assertThat(InputRecognition.of(file(pack(form, content))))
            .as(form + " after " + gap)
            .isEqualTo(InputKind.MIGRATION_STREAM);
      }
    }
  }

  @Test
  void damageInTheBeginningIsTold() throws IOException {
    byte[] packed = pack("gzip", large());
    Arrays.fill(packed, 10, 40, (byte) 0xff);
    Path damaged = file(packed);
    assertThatThrownBy(() -> InputRecognition.of(damaged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gzip data are damaged");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> InputRecognition.of(none)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> InputRecognition.of(folder)).isInstanceOf(IOException.class);
  }
}
