// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.StreamOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections of a postcopy beside its main stream. */
class OtherConnectionsTest implements ChannelVisitor {
  private final List<String> records = new ArrayList<>();
  private final List<String> pages = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private ChannelSummary read(byte[] bytes) throws IOException {
    ChannelDecoder decoder = ChannelDecoder.of(new HeapSource("channel", bytes), 0, this);
    while (decoder.step()) {
      // Records come to this test.
    }
    return decoder.summary();
  }

  private static StreamWriter resumed() {
    StreamWriter out = new StreamWriter();
    for (String block : List.of("pc.ram", "pc.bios")) {
      out.u8(8).u16(10).u16(1 + block.length()).shortText(block);
    }
    out.u8(8).u16(9).u16(0);
    out.u8(2).u32(2).u64(0x2000 | 8).shortText("pc.ram").zeros(4096);
    out.u64(0x3000 | 0x20 | 2).u8(0).u64(0x10).footer(2);
    return out;
  }

  @Test
  void aResumedPostcopyHasNoHeader() throws IOException {
    StreamWriter out = resumed();
    out.u8(3).u32(2).u64(0x10).footer(2).u8(0);
    ChannelSummary summary = read(out.toBytes());
    assertThat(summary.kind()).isEqualTo(ChannelKind.RESUMED);
    assertThat(summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(records)
        .containsExactly(
            "RECV_BITMAP", "RECV_BITMAP", "POSTCOPY_RESUME", "ram part", "ram end", "end");
    assertThat(pages).containsExactly("pc.ram 0x2000", "pc.ram 0x3000");
    assertThat(diagnostics).isEmpty();
  }

  @Test
  void cutAnywhereEveryByteIsAccountedFor() throws IOException {
    byte[] whole = resumed().toBytes();
    for (int length = 12; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      ChannelSummary summary = read(cut);
      long sum =
          summary.coverage().decoded()
              + summary.coverage().opaque()
              + summary.coverage().unreachable();
      assertThat(sum).as("cut at " + length).isEqualTo(length);
    }
  }

  /** A command that no version has, and that claims more than there is. */
  @Test
  void aLengthBeyondTheEndIsNotTrusted() throws IOException {
    StreamWriter out = new StreamWriter().u8(8).u16(9).u16(0);
    ChannelSummary summary = read(out.u8(8).u16(200).u16(0xffff).u32(7).toBytes());
    assertThat(summary.outcome()).isEqualTo(StreamOutcome.TRUNCATED);
    assertThat(summary.coverage().decoded()).isEqualTo(5 + 5);
    assertThat(summary.coverage().opaque()).isEqualTo(4);
    assertThat(diagnostics).extracting(Diagnostic::code).containsExactly(Code.TRUNCATED);
  }

  @Test
  void aPreemptChannelWithoutPages() throws IOException {
    ChannelSummary summary = read(new byte[] {0, 0, 0, 0, 0, 0, 0, 0x10});
    assertThat(summary.kind()).isEqualTo(ChannelKind.PREEMPT);
    assertThat(summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(pages).isEmpty();
  }

  /** By a byte each, and by the numbers that the next program inherits them by. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void descriptorsOfAQemuThatIsReplaced(boolean numbers) throws IOException {
    StreamWriter out = new StreamWriter().text("QCPR").u32(1);
    for (String name : List.of("/rom@etc/acpi/rsdp", "mem")) {
      out.u8(1).u32(name.length() + 1).text(name).u8(0).u32(0);
      if (numbers) {
        out.u32(name.length());
      } else {
        out.descriptor();
      }
    }
    out.u8(0).subsection("CprState/vfio devices", 1).u8(0);
    ChannelSummary summary = read(out.toBytes());
    assertThat(summary.kind()).isEqualTo(ChannelKind.CPR);
    assertThat(summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(summary.coverage().decoded()).isEqualTo(out.size());
    assertThat(summary.counts().get("fd")).isEqualTo(2);
    assertThat(records)
        .containsExactly("header", "descriptor", "descriptor", "end of descriptors", "subsection");
    assertThat(diagnostics).isEmpty();
  }

  /** Its list of descriptors has an end, and a subsection that begins goes on. */
  @Test
  void aCprChannelThatIsCutIsNotWhole() throws IOException {
    StreamWriter out = new StreamWriter().text("QCPR").u32(1);
    for (String name : List.of("pc.bios", "mem")) {
      out.u8(1).u32(name.length()).text(name).u32(0).u8(0x20);
    }
    int listed = out.u8(0).toBytes().length;
    byte[] whole = out.subsection("CprState/vfio devices", 1).u8(0).toBytes();
    for (int length = 8; length <= whole.length; length++) {
      diagnostics.clear();
      StreamOutcome outcome = read(Arrays.copyOf(whole, length)).outcome();
      boolean complete = length == listed || length == whole.length;
      assertThat(outcome)
          .as("cut at %d", length)
          .isEqualTo(complete ? StreamOutcome.COMPLETE : StreamOutcome.TRUNCATED);
      assertThat(diagnostics)
          .allSatisfy(found -> assertThat(found.code()).isEqualTo(Code.TRUNCATED))
          .hasSize(complete ? 0 : 1);
    }
  }

  @Override
  public void record(ChannelRecord record) {
    records.add(record.name());
  }

  @Override
  public void page(RamPage page, byte[] content, int at) {
    pages.add(page.block() + " 0x" + Long.toHexString(page.address()));
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }
}
