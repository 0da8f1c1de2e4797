// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ledger and findings of every recorded capture are the same after it was redacted, after it went
 * through a bundle, and after it was minimized. Minimizing takes a while: where there are many
 * captures, every fifth is, or all with {@code -Dvtrace.all=true}.
 */
class FaithfulTest {
  private static final int FEW = 5;
  private static final List<String> TABLE = new ArrayList<>();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyCapture() throws IOException {
    List<Path> all = Recordings.captures();
    List<DynamicTest> out = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Path each = all.get(i);
      boolean minimize = all.size() <= FEW || i % FEW == 1 || Boolean.getBoolean("vtrace.all");
      out.add(DynamicTest.dynamicTest(each.getFileName().toString(), () -> same(each, minimize)));
    }
    return out.stream();
  }

  private void same(Path recording, boolean minimize) throws IOException {
    Capture capture = CaptureOpener.open(recording);
    Reporter.Read original = Reporter.read(capture);
    String places = FindingsFingerprint.ofPlaces(original.migration(), original.check());
    String name = recording.getFileName().toString();
    long before = 0;
    for (var input : capture.inputs()) {
      before += Files.size(input.path());
    }
    byte[] redacted;
    String words;
    try (Reporter reporter = new Reporter("test")) {
      Report report = reporter.report(capture, Set.of(), false);
      assertThat(report.faithful()).isTrue();
      redacted = bundle(report);
      Path file = Files.write(folder.resolve(name + ".vtrace"), redacted);
      Reporter.Read again = Reporter.read(CaptureOpener.open(file));
      assertThat(FindingsFingerprint.ofPlaces(again.migration(), again.check())).isEqualTo(places);
      words = FindingsFingerprint.ofWords(again.migration(), again.check());
    }
    long small = -1;
    if (minimize) {
      try (Reporter reporter = new Reporter("test")) {
        byte[] cut = bundle(reporter.report(capture, Set.of(), true));
        Path file = Files.write(folder.resolve(name + "-cut.vtrace"), cut);
        Reporter.Read again = Reporter.read(CaptureOpener.open(file));
        assertThat(FindingsFingerprint.ofWords(again.migration(), again.check())).isEqualTo(words);
        assertThat(cut.length).isLessThanOrEqualTo(redacted.length);
        small = cut.length;
      }
    }
    TABLE.add(
        String.format(
            Locale.ROOT, "%-32s %,11d %,11d %11s", name, before, redacted.length, size(small)));
  }

  private static String size(long size) {
    return size < 0 ? "-" : String.format(Locale.ROOT, "%,d", size);
  }

  private static byte[] bundle(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportBundle.write(out, report, new byte[0]);
    return out.toByteArray();
  }

  @AfterAll
  static void table() {
    System.out.printf("%-32s %11s %11s %11s%n", "bytes of", "capture", "bundle", "minimized");
    TABLE.forEach(System.out::println);
  }
}
