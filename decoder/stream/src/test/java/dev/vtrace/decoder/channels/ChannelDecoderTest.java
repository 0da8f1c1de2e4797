// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded side channel is read to its last byte; damaged ones are read without exception.
 */
class ChannelDecoderTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static List<Path> channels() throws IOException {
    List<Path> folders = new ArrayList<>(Recordings.corpus());
    folders.addAll(Recordings.captures());
    List<Path> out = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        out.addAll(
            files.filter(ChannelDecoderTest::isChannel).sorted().collect(Collectors.toList()));
      }
    }
    return out;
  }

  private static boolean isChannel(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("channel-") || name.startsWith("return-path");
  }

  /** Checks that records follow each other without gaps and that their fields cover them. */
  private static final class Checker implements ChannelVisitor {
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private long at;

    @Override
    public void record(ChannelRecord record) {
      assertThat(record.offset()).isEqualTo(at);
      at += record.length();
      long inside = record.offset();
      for (Field field : record.fields()) {
        assertThat(field.offset()).as(field.name()).isEqualTo(inside);
        inside = field.end();
      }
      assertThat(inside).as(record.name()).isEqualTo(at - record.unreachable());
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) {
      diagnostics.add(diagnostic);
    }
  }

  private static ChannelSummary read(ByteSource source, Checker checker) throws IOException {
    ChannelDecoder decoder = ChannelDecoder.of(source, 0, checker);
    if (decoder == null) {
      return null;
    }
    while (decoder.step()) {
      assertThat(checker.at).isPositive();
    }
    ChannelSummary summary = decoder.summary();
    Coverage coverage = summary.coverage();
    assertThat(coverage.decoded()).isNotNegative();
    assertThat(coverage.decoded() + coverage.opaque() + coverage.unreachable())
        .isEqualTo(coverage.total());
    return summary;
  }

  @TestFactory
  Stream<DynamicTest> everyByteOfARecordingIsKnown() throws IOException {
    return channels().stream()
        .map(file -> DynamicTest.dynamicTest(name(file), () -> readWhole(file)));
  }

  private static String name(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  private static void readWhole(Path file) throws IOException {
    Checker checker = new Checker();
    try (ByteSource source = Inputs.open(file)) {
      ChannelSummary summary = read(source, checker);
      assertThat(summary).isNotNull();
      assertThat(summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
      assertThat(summary.coverage().decoded()).isEqualTo(source.size());
      assertThat(checker.diagnostics).isEmpty();
    }
  }

  @Test
  void damageAnywhereIsReadWithoutException() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Path file : channels()) {
      byte[] whole = Recordings.bytes(file);
      seeds.add(Arrays.copyOf(whole, Math.min(whole.length, 60_000)));
    }
    Random random = new Random(3);
    Assertions.assertTimeoutPreemptively(
        LIMIT,
        () -> {
          for (int i = 0; i < 6_000; i++) {
            byte[] bytes = seeds.get(i % seeds.size()).clone();
            for (int n = random.nextInt(4); n > 0; n--) {
              int range = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 2_000);
              bytes[random.nextInt(range)] = (byte) random.nextInt();
            }
            int length = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1);
            read(new HeapSource("damaged", Arrays.copyOf(bytes, length)), new Checker());
          }
        });
  }

  @Test
  void smallChannelsCutAtEveryOffset() throws IOException {
    for (Path file : channels()) {
      byte[] whole = Recordings.bytes(file);
      for (int length = 0; whole.length < 3_000 && length < whole.length; length++) {
        read(new HeapSource("cut", Arrays.copyOf(whole, length)), new Checker());
      }
    }
  }

  @Test
  void whatIsNoChannelIsNotTakenForOne() {
    for (String text : List.of("", "x", "QEVM\0\0\0\3", "hello, world, this is no channel")) {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      assertThat(ChannelDecoder.of(new HeapSource("text", bytes), 0, new Checker())).isNull();
    }
  }
}
