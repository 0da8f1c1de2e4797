// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Images as {@code virsh save} writes them, around a real stream. */
class SaveImageTest {
  private static final String XML = "<domain type='qemu'><name>guest</name></domain>\0";

  @TempDir Path folder;

  private static byte[] stream() throws IOException {
    return Recordings.bytes(Recordings.file(Recordings.transfer(), "stream.bin"));
  }

  private Path image(String magic, ByteOrder order, int format, byte[] content) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(92 + XML.length() + content.length).order(order);
    out.put(magic.getBytes(StandardCharsets.US_ASCII));
    out.putInt(2).putInt(XML.length()).putInt(1).putInt(format);
    out.position(92);
    out.put(XML.getBytes(StandardCharsets.US_ASCII)).put(content);
    return Files.write(folder.resolve("guest.save"), out.array());
  }

  private static StreamSummary decode(Path file) throws IOException {
    try (ByteSource source = Inputs.open(file)) {
      return new StreamDecoder(source, new StreamOptions(null, null, false))
          .decode(new StreamVisitor() {});
    }
  }

  @Test
  void aPlainImageKeepsItsOffsets() throws IOException {
    byte[] stream = stream();
    long all = 92 + XML.length() + stream.length;
    for (String magic : new String[] {"LibvirtQemudSave", "LibvirtQemudPart"}) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        StreamSummary summary = decode(image(magic, order, 0, stream));
        assertThat(summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
        assertThat(summary.coverage().total()).isEqualTo(all);
        assertThat(summary.descriptors().get(0).offset()).isEqualTo(92 + XML.length() + 245323L);
      }
    }
  }

  @Test
  void theXmlIsNotRead() throws IOException {
    try (ByteSource source =
        Inputs.open(image("LibvirtQemudSave", ByteOrder.LITTLE_ENDIAN, 0, stream()))) {
      byte[] head = new byte[92 + XML.length()];
      assertThat(source.read(0, head, 0, head.length)).isEqualTo(head.length);
      assertThat(head).containsOnly(0);
    }
  }

  @Test
  void packedImagesAreReadThrough() throws IOException {
    byte[] stream = stream();
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(stream);
    }
    ByteArrayOutputStream xz = new ByteArrayOutputStream();
    try (OutputStream out = new XZOutputStream(xz, new LZMA2Options(0))) {
      out.write(stream);
    }
    byte[][] packed = {gzip.toByteArray(), xz.toByteArray(), Zstd.compress(stream)};
    int[] formats = {1, 3, 5};
    for (int i = 0; i < packed.length; i++) {
      Path image = image("LibvirtQemudSave", ByteOrder.LITTLE_ENDIAN, formats[i], packed[i]);
      assertThat(decode(image).coverage().decoded()).isEqualTo(stream.length);
    }
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Path bzip2 = image("LibvirtQemudSave", ByteOrder.LITTLE_ENDIAN, 2, new byte[100]);
    assertThatThrownBy(() -> Inputs.open(bzip2))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("guest.save", "bzip2", "unpack");
    Path cut = folder.resolve("cut.save");
    Files.write(cut, "LibvirtQemudSave and no more".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> Inputs.open(cut)).hasMessageContaining("ends inside its header");
  }
}
