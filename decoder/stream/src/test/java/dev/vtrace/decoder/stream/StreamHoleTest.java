// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of which the recorder says that bytes are missing. */
class StreamHoleTest {
  private static final String WHY = "the disk was too slow";

  private static StreamOptions options(StreamHole... holes) {
    return new StreamOptions(null, null, true, List.of(holes));
  }

  private static byte[] recorded() throws IOException {
    return Recordings.bytes(Recordings.stream(Recordings.transfer()));
  }

  private static List<RamPage> pages(byte[] stream, StreamOptions options) throws IOException {
    List<RamPage> pages = new ArrayList<>();
    StreamVisitor visitor =
        new StreamVisitor() {
          @Override
          public void page(RamPage page) {
            pages.add(page);
          }
        };
    new StreamDecoder(new HeapSource("stream", stream), options).decode(visitor);
    return pages;
  }

  private static StreamHole hole(byte[] stream, long offset, int length) {
    Arrays.fill(stream, (int) offset, (int) offset + length, (byte) 0);
    return new StreamHole(offset, length, WHY);
  }

  @Test
  void aHoleInAPageIsNoPage() throws IOException {
    byte[] stream = recorded();
    List<RamPage> all = pages(stream, options());
    RamPage page = all.stream().filter(each -> each.length() > 1000).findFirst().orElseThrow();
    StreamHole hole = hole(stream, page.offset() + 100, 500);
    List<RamPage> left = pages(stream, options(hole));
    assertThat(left).doesNotContain(page).hasSize(all.size() - 1);
    Decoded decoded = Decoded.of(new HeapSource("stream", stream), options(hole));
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.MALFORMED);
    assertThat(decoded.summary.coverage().unreachable()).isEqualTo(500);
    assertThat(decoded.summary.errors()).isPositive();
    assertThat(decoded.diagnostics)
        .filteredOn(each -> each.code() == Code.STREAM_HOLE)
        .extracting(each -> each.message())
        .anyMatch(message -> message.contains("500 bytes") && message.contains(WHY))
        .anyMatch(message -> message.contains("1 pages of guest memory"));
  }

  @Test
  void aDeviceHasNoValuesThatWereNotSent() throws IOException {
    byte[] stream = recorded();
    Decoded whole = Decoded.of(new HeapSource("stream", stream), options());
    Field state = whole.summary.devices().get(0).state();
    StreamHole hole = hole(stream, state.offset() + 20, 8);
    Decoded decoded = Decoded.of(new HeapSource("stream", stream), options(hole));
    assertThat(decoded.summary.devices()).hasSize(whole.summary.devices().size() - 1);
    for (Section section : decoded.sections) {
      for (Field field : section.fields()) {
        known(field, hole);
      }
    }
  }

  private static void known(Field field, StreamHole hole) {
    if (field.children().isEmpty() && field.offset() < hole.end() && hole.offset() < field.end()) {
      assertThat(field.status()).as(field.label()).isEqualTo(Field.Status.TRUNCATED);
    }
    field.children().forEach(child -> known(child, hole));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whereverHolesAreTheBytesAddUp(long seed) throws IOException {
    byte[] whole = recorded();
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      byte[] stream = whole.clone();
      StreamHole[] holes = new StreamHole[1 + random.nextInt(3)];
      long missing = 0;
      for (int i = 0; i < holes.length; i++) {
        int length = 1 + random.nextInt(1 << random.nextInt(16));
        int part = stream.length / holes.length;
        holes[i] =
            hole(
                stream,
                (long) part * i + random.nextInt(part - length % part),
                1 + length % part / 2);
        missing += holes[i].length();
      }
      Decoded decoded = Decoded.of(new HeapSource("stream", stream), options(holes));
      Coverage coverage = decoded.summary.coverage();
      String which = Arrays.toString(holes);
      assertThat(coverage.decoded() + coverage.opaque() + coverage.unreachable())
          .as(which)
          .isEqualTo(stream.length);
      assertThat(coverage.decoded()).as(which).isNotNegative();
      assertThat(coverage.opaque()).as(which).isNotNegative();
      assertThat(coverage.unreachable()).as(which).isBetween(1L, (long) stream.length);
      assertThat(decoded.summary.outcome()).as(which).isNotEqualTo(StreamOutcome.COMPLETE);
      assertThat(decoded.codes()).as(which).contains(Code.STREAM_HOLE);
      assertThat(missing).isPositive();
    }
  }

  @Test
  void aHoleBehindTheLastByteIsSaidToo() throws IOException {
    byte[] stream = recorded();
    byte[] cut = Arrays.copyOf(stream, stream.length / 2);
    Decoded decoded =
        Decoded.of(
            new HeapSource("stream", cut),
            options(new StreamHole(cut.length, stream.length - cut.length, WHY)));
    assertThat(decoded.codes()).contains(Code.STREAM_HOLE, Code.TRUNCATED);
  }

  @Test
  void aDescriptionThatIsTooLongIsNotAbsent() throws IOException {
    byte[] head = Arrays.copyOf(recorded(), 4096);
    Decoded without = Decoded.of(new HeapSource("stream", head), StreamOptions.DEFAULT);
    assertThat(without.codes()).contains(Code.NO_DESCRIPTION);
    int length = DescriptionFinder.MAX_LENGTH + 100_000;
    byte[] stream = Arrays.copyOf(head, head.length + 6 + length);
    Arrays.fill(stream, head.length, stream.length, (byte) ' ');
    byte[] text = "{\"page_size\": 4096}".getBytes(StandardCharsets.US_ASCII);
    int at = head.length;
    stream[at++] = 0;
    stream[at++] = 6;
    for (int shift = 24; shift >= 0; shift -= 8) {
      stream[at++] = (byte) (length >> shift);
    }
    System.arraycopy(text, 0, stream, at, text.length);
    Decoded decoded = Decoded.of(new HeapSource("stream", stream), StreamOptions.DEFAULT);
    assertThat(decoded.codes())
        .contains(Code.DESCRIPTION_TOO_LARGE)
        .doesNotContain(Code.NO_DESCRIPTION);
  }
}
