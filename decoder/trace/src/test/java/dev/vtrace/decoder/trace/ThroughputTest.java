// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prints how fast the readers are; asserts only that they read all. */
class ThroughputTest {
  @Test
  void logLinesPerSecond() throws IOException {
    byte[] log = Captures.resource("qemu-10.2.log");
    int times = 25_000;
    for (boolean wanted : new boolean[] {true, false}) {
      for (int round = 0; round < 3; round++) {
        long start = System.nanoTime();
        ReadSummary summary =
            new QemuLogReader(ReadOptions.of("log", d -> {}).withNames(n -> wanted))
                .read(repeated(log, times), r -> {});
        long nanos = System.nanoTime() - start;
        assertThat(summary.records()).isEqualTo(62L * times);
        if (round == 2) {
          System.out.println(
              "log: "
                  + summary.records() * 1_000_000_000L / nanos / 1000
                  + " k lines/s, events "
                  + (wanted ? "taken" : "refused"));
        }
      }
    }
  }

  @Test
  void simpletraceRecordsPerSecond() throws IOException {
    byte[] file = Captures.resource("excerpt.simpletrace");
    EventTable events =
        EventTable.read(
            new ByteArrayInputStream(Captures.resource("trace-events-all.excerpt")), "e", d -> {});
    int records = 60;
    int head = file.length;
    // The first event record follows the names: find it by reading.
    long[] first = {-1};
    new SimpletraceReader(ReadOptions.of("s", d -> {}).withEvents(events))
        .read(
            new ByteArrayInputStream(file),
            r -> first[0] = first[0] < 0 ? r.span().offset() : first[0]);
    byte[] body = Arrays.copyOfRange(file, (int) first[0], head);
    int times = 30_000;
    for (int round = 0; round < 3; round++) {
      InputStream in =
          new SequenceInputStream(
              new ByteArrayInputStream(file, 0, (int) first[0]), repeated(body, times));
      long start = System.nanoTime();
      ReadSummary summary =
          new SimpletraceText(ReadOptions.of("s", d -> {}).withEvents(events))
              .print(in, OutputStream.nullOutputStream());
      long nanos = System.nanoTime() - start;
      assertThat(summary.events()).isEqualTo((long) records * times);
      if (round == 2) {
        System.out.println(
            "simpletrace as text: "
                + summary.events() * 1_000_000_000L / nanos / 1000
                + " k records/s");
      }
    }
  }

  private static InputStream repeated(byte[] bytes, int times) {
    return new SequenceInputStream(
        Collections.enumeration(
            Stream.generate(() -> new ByteArrayInputStream(bytes)).limit(times).toList()));
  }
}
