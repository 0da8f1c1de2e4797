// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.HeapSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Real streams cut at every offset and with every byte changed: nothing is thrown, nothing hangs,
 * every byte stays accounted for, and memory stays in proportion to the input.
 */
class DamagedStreamTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** More than decoding any of these streams takes, whatever their numbers claim. */
  private static final long MEMORY = 64L << 20;

  /** The smallest streams: every offset of them is tried. */
  private static final int SMALL = 120_000;

  private static final int TRIED = 3;

  @TestFactory
  Stream<DynamicTest> cutAtEveryOffset() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : smallest()) {
      byte[] whole = Recordings.bytes(Recordings.stream(folder));
      tests.add(test(folder, () -> cut(whole, 8, whole.length)));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> cutInsideADeviceThatIsHandedOver() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Path folder = Recordings.transfer();
    byte[] whole = Recordings.bytes(Recordings.stream(folder));
    Section device = device(whole);
    int start = (int) device.offset();
    // After the queues lie 45 kB of zeros, so the beginning and the end are what differs.
    tests.add(test(folder, () -> cut(whole, start, start + 1200)));
    int end = (int) (device.offset() + device.length());
    tests.add(test(folder, () -> cut(whole, end - 300, end + 300)));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> everyByteChanged() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Path folder = smallest().get(0);
    byte[] whole = Recordings.bytes(Recordings.stream(folder));
    for (int mask : new int[] {0xff, 0x01, 0x80, 0x20}) {
      tests.add(test(folder, () -> flip(whole, 0, whole.length, mask)));
    }
    Path transfer = Recordings.transfer();
    byte[] stream = Recordings.bytes(Recordings.stream(transfer));
    int start = (int) device(stream).offset();
    tests.add(test(transfer, () -> flip(stream, start, start + 700, 0xff)));
    return tests.stream();
  }

  private static Section device(byte[] whole) throws IOException {
    for (Section section : Decoded.of(new HeapSource("whole", whole)).sections) {
      if (section.name().endsWith("vhost-user-blk")) {
        return section;
      }
    }
    throw new AssertionError("no such device");
  }

  private static List<Path> smallest() throws IOException {
    List<Path> small = new ArrayList<>();
    for (Path folder : Recordings.corpus()) {
      Path stream = Recordings.stream(folder);
      if (stream != null && Recordings.bytes(stream).length < SMALL && small.size() < TRIED) {
        small.add(folder);
      }
    }
    assertThat(small).isNotEmpty();
    return small;
  }

  private static DynamicTest test(Path folder, Executable body) {
    String name = folder.getFileName().toString();
    return DynamicTest.dynamicTest(name, () -> Assertions.assertTimeoutPreemptively(LIMIT, body));
  }

  private static void cut(byte[] whole, int from, int to) throws IOException {
    for (int length = from; length < to; length++) {
      Decoded decoded = decode(whole, length);
      if (length < whole.length) {
        assertThat(decoded.summary.outcome()).as("cut at %s", length).isNotNull();
      }
    }
  }

  private static void flip(byte[] whole, int from, int to, int mask) throws IOException {
    for (int at = from; at < to; at++) {
      whole[at] ^= (byte) mask;
      decode(whole, whole.length);
      whole[at] ^= (byte) mask;
    }
  }

  private static Decoded decode(byte[] whole, int length) throws IOException {
    long before = allocated();
    Decoded decoded = Decoded.of(new HeapSource("damaged", whole, length));
    long used = allocated() - before;
    assertThat(used).as("memory for %s bytes", length).isLessThan(40L * length + MEMORY);
    decoded.checkCoverage();
    return decoded;
  }

  private static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
