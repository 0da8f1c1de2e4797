// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Sections in parts other than {@code ram}, as their writers make them. */
class IterativeTest {

  private static StreamWriter start(String name) {
    return StreamWriter.begin("virt").u8(1).u32(1).shortText(name).u32(0).u32(1);
  }

  private static StreamWriter part(StreamWriter out) {
    return out.u8(0x7e).u32(1).u8(2).u32(1);
  }

  private static Decoded end(StreamWriter out) throws IOException {
    Decoded decoded = Decoded.of(out.u8(0x7e).u32(1).u8(0).source());
    decoded.checkCoverage();
    return decoded;
  }

  private static void assertWhole(Decoded decoded) {
    assertThat(decoded.codes()).containsOnly(Code.NO_DESCRIPTION);
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(decoded.summary.coverage().opaque()).isZero();
  }

  @Test
  void dirtyBitmaps() throws IOException {
    StreamWriter out = start("dirty-bitmap");
    out.u8(0x1c).shortText("disk").shortText("b0").u32(65536).u8(1).u8(0x01);
    part(out).u8(0x40).u64(0).u32(128).u64(8).zeros(8);
    out.u8(0x42).u64(128).u32(128).u8(0x24).shortText("b0").u8(0x01);
    Decoded decoded = end(out);
    assertWhole(decoded);
    assertThat(decoded.summary.counts().get("BITMAP_FLAG_01")).isEqualTo(2);
    assertThat(decoded.summary.counts().get("BITMAP_FLAG_1c")).isEqualTo(1);
  }

  @Test
  void blocksOfDisks() throws IOException {
    StreamWriter out = start("block").u64(2);
    part(out).u64(50 << 9 | 4).u64(2048 << 9 | 1).shortText("disk").zeros(1 << 20);
    out.u64(4096 << 9 | 9).shortText("disk").u64(2);
    assertWhole(end(out));
  }

  @Test
  void hashPageTables() throws IOException {
    StreamWriter out = start("spapr/htab").u32(18);
    part(out).u32(0).u32(7).u16(2).u16(5).zeros(32).u32(0).u32(0);
    assertWhole(end(out));
    assertWhole(end(start("spapr/htab").u32(-1)));
  }

  @Test
  void storageAttributes() throws IOException {
    StreamWriter out = start("s390-storage_attributes").u64(1);
    part(out).u64(0x5000 | 2).u64(3).zeros(3).u64(8).u64(1);
    assertWhole(end(out));
  }

  @Test
  void lengthsThatCannotBeAreNotBelieved() throws IOException {
    Decoded bitmap = end(start("dirty-bitmap").u8(0x40).u64(0).u32(8).u64(1L << 62));
    assertThat(bitmap.codes()).contains(Code.TRUNCATED);
    Decoded attributes = end(start("s390-storage_attributes").u64(2).u64(-1L));
    assertThat(attributes.codes()).contains(Code.TRUNCATED);
    assertThat(end(start("block").u64(0x1f0)).codes()).contains(Code.PART_RECORD);
  }

  @Test
  void partsOfManyRecordsKeepMemoryBounded() throws IOException {
    StreamWriter out = start("spapr/htab").u32(0);
    for (int i = 1; i <= 20_000; i++) {
      out.u32(i).u16(0).u16(1);
    }
    Decoded decoded = end(out.u32(0).u32(0));
    assertWhole(decoded);
    assertThat(decoded.section("spapr/htab").fields().size()).isLessThan(5_000);
  }
}
