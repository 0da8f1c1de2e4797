// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RamReaderTest {
  private static final int ZERO = 0x02;
  private static final int SIZES = 0x04;
  private static final int PAGE = 0x08;
  private static final int EOS = 0x10;
  private static final int CONTINUE = 0x20;
  private static final int XBZRLE = 0x40;
  private static final int HOOK = 0x80;

  private static StreamWriter start(long length, String... blocks) {
    StreamWriter out = StreamWriter.begin("virt").u8(1).u32(1).shortText("ram").u32(0).u32(4);
    out.u64(length * blocks.length | SIZES);
    for (String block : blocks) {
      out.shortText(block).u64(length);
    }
    return part(out.u64(EOS).u8(0x7e).u32(1));
  }

  private static StreamWriter part(StreamWriter out) {
    return out.u8(2).u32(1);
  }

  private static ByteSource end(StreamWriter out) {
    return out.u64(EOS).u8(0x7e).u32(1).u8(0).source();
  }

  private static List<RamPage> pages(ByteSource source) throws IOException {
    List<RamPage> pages = new ArrayList<>();
    new StreamDecoder(source, new StreamOptions(null, null, true))
        .decode(
            new StreamVisitor() {
              @Override
              public void page(RamPage page) {
                pages.add(page);
              }
            });
    return pages;
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536})
  void findsThePageSizeWhereNothingTellsIt(int size) throws IOException {
    byte[] content = new byte[size];
    java.util.Arrays.fill(content, (byte) 0x55);
    StreamWriter out = start(64L * size, "ram");
    out.u64(size | PAGE).shortText("ram").bytes(content);
    out.u64(2L * size | PAGE | CONTINUE).bytes(content);
    out.u64(3L * size | ZERO | CONTINUE).u8(0);
    out.u64(4L * size | PAGE | CONTINUE).bytes(content);
    Decoded decoded = Decoded.of(end(out));
    decoded.checkCoverage();
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(decoded.summary.pageSize()).isEqualTo(size);
    assertThat(decoded.summary.counts().get("PAGE")).isEqualTo(3);
    assertThat(pages(end(new StreamWriter().bytes(cut(out)))))
        .extracting(RamPage::address)
        .containsExactly((long) size, 2L * size, 3L * size, 4L * size);
  }

  /** All but what {@link #end} added. */
  private static byte[] cut(StreamWriter out) {
    return java.util.Arrays.copyOf(out.toBytes(), out.size() - 14);
  }

  @Test
  void pagesNameTheirBlockOrTheOneBefore() throws IOException {
    StreamWriter out = start(8192, "a", "b");
    out.u64(ZERO).shortText("a").u8(0).u64(4096 | ZERO | CONTINUE).u8(0);
    out.u64(4096 | XBZRLE).shortText("b").u8(1).u16(3).bytes(new byte[] {1, 1, 7});
    List<RamPage> pages = pages(end(out));
    assertThat(pages).extracting(RamPage::block).containsExactly("a", "a", "b");
    assertThat(pages)
        .extracting(RamPage::kind)
        .containsExactly(PageKind.ZERO, PageKind.ZERO, PageKind.XBZRLE);
    assertThat(pages.get(2).length()).isEqualTo(3);
  }

  @Test
  void flagsThatDoNotExistEndTheSectionOnly() throws IOException {
    StreamWriter out = start(8192, "a").u64(0x30);
    Decoded decoded = Decoded.of(end(out));
    assertThat(decoded.codes()).contains(Code.RAM_RECORD);
    decoded.checkCoverage();
  }

  @Test
  void hooksAreReportedAndPassedOver() throws IOException {
    Decoded decoded = Decoded.of(end(start(8192, "a").u64(HOOK).u64(HOOK)));
    assertThat(decoded.codes()).containsOnlyOnce(Code.RAM_FLAG_UNUSUAL);
    assertThat(decoded.summary.counts().get("HOOK")).isEqualTo(2);
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  @Test
  void aPageBehindTheEndOfItsBlockIsReported() throws IOException {
    Decoded decoded = Decoded.of(end(start(8192, "a").u64(8192 | ZERO).shortText("a").u8(0)));
    assertThat(decoded.codes()).contains(Code.RAM_RECORD);
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  @Test
  void anEmptyBlockDoesNotEndTheList() throws IOException {
    StreamWriter out = StreamWriter.begin("virt").u8(1).u32(1).shortText("ram").u32(0).u32(4);
    out.u64(4096 | SIZES).shortText("empty").u64(0).shortText("ram").u64(4096);
    Decoded decoded = Decoded.of(end(out));
    assertThat(decoded.summary.counts().get("RAMBLOCK")).isEqualTo(2);
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  @Test
  void postcopyTellsThePageSizeOfHugePages() throws IOException {
    long huge = 2 << 20;
    StreamWriter out = StreamWriter.begin("pc").u8(8).u16(3).u16(16).u64(huge | 4096).u64(4096);
    out.u8(1).u32(1).shortText("ram").u32(0).u32(4);
    out.u64(3 * huge | SIZES).shortText("mem").u64(huge).u64(huge);
    out.shortText("rom").u64(huge).shortText("last").u64(huge).u64(huge);
    List<RamBlock> blocks = new ArrayList<>();
    StreamSummary summary =
        new StreamDecoder(end(out), StreamOptions.DEFAULT)
            .decode(
                new StreamVisitor() {
                  @Override
                  public void ramBlock(RamBlock block) {
                    blocks.add(block);
                  }
                });
    assertThat(blocks).extracting(RamBlock::pageSize).containsExactly(huge, 0L, huge);
    assertThat(summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  @Test
  void aBlockLargerThanAllMemoryIsNotBelieved() throws IOException {
    StreamWriter out = StreamWriter.begin("virt").u8(1).u32(1).shortText("ram").u32(0).u32(4);
    out.u64(4096 | SIZES).shortText("ram").u64(1L << 60);
    Decoded decoded = Decoded.of(end(out));
    assertThat(decoded.codes()).contains(Code.BAD_LENGTH);
    decoded.checkCoverage();
  }
}
