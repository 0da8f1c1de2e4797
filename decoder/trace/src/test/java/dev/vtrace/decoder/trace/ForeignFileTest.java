// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.trace.input.ForeignFile;
import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are taken for streams, by what they really begin with. */
class ForeignFileTest {

  /** Offset, beginning with bytes as in a Java string, and a part of what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "0     | 16 03 01 00 c8 01 00 00          | TLS handshake",
        "0     | 17 03 03 00 40 24 ad 3a          | encrypted TLS data",
        "0     | 15 03 03 00 02 02 28             | TLS alert",
        "0     | 51 46 49 fb 00 00 00 03          | qcow2",
        "0     | 51 45 44 00                      | QED",
        "0     | 4b 44 4d 56 01 00 00 00          | VMDK",
        "64    | 7f 10 da be                      | VDI",
        "32769 | 43 44 30 30 31 01                | ISO",
        "512   | 45 46 49 20 50 41 52 54          | GPT",
        "0     | 4b 44 55 4d 50 20 20 20 06       | kdump",
        "0     | 6d 61 6b 65 64 75 6d 70 66 69 6c 65 00 00 | makedumpfile",
        "0     | 50 41 47 45 44 55 36 34          | Windows dump",
        "257   | 75 73 74 61 72 00 30 30          | tar",
        "257   | 75 73 74 61 72 20 20 00          | tar",
        "0     | d4 c3 b2 a1 02 00 04 00          | pcap",
        "0     | a1 b2 3c 4d 00 02 00 04          | pcap",
        "0     | 5d 00 00 80 00 ff ff ff ff       | lzma",
        "0     | 17 08 44 74 72 61 63 69 6e 67    | trace-cmd",
        "0     | ff fe 51 00 45 00                | UTF-16",
      })
  void bytes(int offset, String hex, String name) {
    byte[] head = new byte[ForeignFile.HEAD];
    int at = offset;
    for (String digits : hex.split(" ")) {
      head[at++] = (byte) Integer.parseInt(digits, 16);
    }
    assertThat(said(head)).contains(name);
    // Packets are evidence, though no stream.
    InputKind kind = name.equals("pcap") ? InputKind.PCAP : InputKind.UNKNOWN;
    assertThat(InputRecognition.of(head, head.length)).isEqualTo(kind);
    for (int cut = 0; cut < offset + 2; cut++) {
      assertThat(ForeignFile.of(head, cut)).isEmpty();
    }
  }

  private static String said(byte[] head) {
    return ForeignFile.of(head, head.length).map(ForeignFile::description).orElse("");
  }

  @Test
  void coresAreNoPrograms() {
    byte[] elf = Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 64);
    elf[16] = 4;
    assertThat(said(elf)).startsWith("an ELF core");
    elf[16] = 3;
    assertThat(said(elf)).startsWith("an ELF program");
    elf[5] = 2;
    elf[17] = 4;
    assertThat(said(elf)).startsWith("an ELF core");
  }

  @Test
  void disksBootOrAreUnknown() {
    byte[] disk = new byte[4096];
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    assertThat(said(disk)).isEmpty();
    disk[0] = (byte) 0xeb;
    assertThat(said(disk)).startsWith("a raw image of a disk");
  }

  @Test
  void streamsAsText() {
    assertThat(said(ascii("UUVWTQAAAAMHAAAAC3BjLXE="))).contains("base64 -d");
    assertThat(said(ascii("5145564d00000003070000000b"))).contains("xxd -r -p");
    assertThat(said(ascii("00000000: 5145 564d 0000 0003 0700"))).contains("xxd -r");
    assertThat(said(ascii("QEMU emulator version"))).isEmpty();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void evidenceIsNotForeign() throws IOException {
    for (Path folder : Recordings.corpus()) {
      Path stream = Recordings.stream(folder);
      if (stream != null) {
        assertThat(ForeignFile.of(stream)).isEmpty();
      }
    }
  }
}
