// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Schema;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a section ends that nothing in its own bytes tells the end of. */
class SectionEndsTest {
  private static final String BLOCK = "pc.ram";

  /**
   * The list of RAM blocks, as a section that starts RAM has it, with the record that ends a part.
   */
  private static StreamWriter ram(StreamWriter out, boolean footer) {
    out.u8(1).u32(2).shortText("ram").u32(0).u32(4);
    out.u64(0x10_0000 | 4).shortText(BLOCK).u64(0x10_0000).u64(0x10);
    return footer ? out.footer(2) : out;
  }

  private static StreamWriter part(StreamWriter out, int type, boolean footer) {
    out.u8(type).u32(2).u64(0x2000 | 2).shortText(BLOCK).u8(0).u64(0x10);
    return footer ? out.footer(2) : out;
  }

  private static Decoded read(StreamWriter out) throws IOException {
    Decoded decoded = Decoded.of(out.source());
    decoded.checkCoverage();
    return decoded;
  }

  /** A device that nothing describes, with parts of RAM right after it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPartOfRamFollowsADevice(boolean footers) throws IOException {
    StreamWriter out = ram(StreamWriter.begin("pc"), footers);
    out.full(9, "0000:00:05.0/virtio-mem-device-early", 0, 1).u64(0x1234_5678_9abc_def0L).u64(77);
    if (footers) {
      out.footer(9);
    }
    part(out, 2, footers);
    part(out, 3, footers).u8(0);
    Decoded decoded = read(out);
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(decoded.summary.coverage().unreachable()).isZero();
    assertThat(decoded.sections)
        .extracting(Section::kind)
        .endsWith(SectionKind.FULL, SectionKind.PART, SectionKind.END, SectionKind.EOF);
  }

  /** i6300esb has version 10000, EEPROMs of network cards have a date. */
  @ParameterizedTest
  @ValueSource(ints = {10_000, 20_061_113, Integer.MAX_VALUE})
  void versionsMayBeLarge(int version) throws IOException {
    StreamWriter out = ram(StreamWriter.begin("pc"), false);
    out.full(3, "port92", 0, 1).u8(2);
    out.full(4, "i6300esb_wdt", 0, version).u32(7).u32(8);
    out.full(5, "rtc", 0, 1).u16(3).u8(0);
    Decoded decoded = read(out);
    assertThat(decoded.sections)
        .extracting(Section::name)
        .contains("port92", "i6300esb_wdt", "rtc");
    assertThat(decoded.section("port92").fields()).hasSize(1);
    assertThat(decoded.section("i6300esb_wdt").length()).isEqualTo(1 + 4 + 13 + 8 + 8);
  }

  /** What looks like the header of a section in the middle of a state that is described. */
  @Test
  void aHeaderWithinAStateIsNone() throws IOException {
    String text = "device";
    StreamWriter out = ram(StreamWriter.begin("pc"), false);
    out.full(3, "trap", 0, 1).u32(1);
    out.full(0, text, 0, 1);
    out.u32(2);
    out.full(4, "rtc", 0, 1).u16(3).u8(0);
    int inner = 1 + 4 + 1 + text.length() + 8;
    String json =
        "{\"page_size\": 4096, \"devices\": [{\"name\": \"trap\", \"instance_id\": 0,"
            + " \"vmsd_name\": \"trap\", \"version\": 1, \"fields\": [{\"name\": \"a\","
            + " \"type\": \"uint32\", \"size\": 4}, {\"name\": \"b\", \"type\": \"buffer\","
            + " \"size\": "
            + inner
            + "}, {\"name\": \"c\", \"type\": \"uint32\", \"size\": 4}]}]}";
    StreamWriter describing = StreamWriter.begin("pc");
    describing.u8(0).u8(6).u32(json.length()).text(json);
    Schema schema = SchemaReader.read(new HeapSource("schema", describing.toBytes()));
    Decoded decoded = Decoded.of(out.source(), new StreamOptions(schema, null, false));
    decoded.checkCoverage();
    assertThat(decoded.sections).extracting(Section::name).contains("trap", "rtc");
    assertThat(decoded.sections).extracting(Section::name).doesNotContain(text);
    assertThat(decoded.field("trap", "c").number(0)).isEqualTo(2);
    // The other device is not in the schema.
    assertThat(decoded.codes()).containsExactly(Code.NOT_DESCRIBED);
  }
}
