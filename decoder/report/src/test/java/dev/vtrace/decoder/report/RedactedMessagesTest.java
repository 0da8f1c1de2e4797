// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.messages.MessageRow;
import dev.vtrace.decoder.messages.MessageTable;
import dev.vtrace.decoder.rules.CheckResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A redacted log gives the same findings, for every message of the table. */
class RedactedMessagesTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyMessage() {
    Map<String, List<String>> families = new LinkedHashMap<>();
    for (MessageRow row : MessageTable.rows()) {
      if (row.code() != null) {
        families.computeIfAbsent(row.family(), f -> new ArrayList<>()).addAll(row.examples());
      }
    }
    return families.entrySet().stream()
        .map(
            family ->
                DynamicTest.dynamicTest(
                    family.getKey(), () -> same(family.getKey(), family.getValue())));
  }

  private void same(String family, List<String> examples) throws IOException {
    boolean backEnd = family.startsWith("backend-");
    String prefix = backEnd ? "" : "2026-01-05T10:00:00.000001Z qemu-system-x86_64: ";
    List<String> lines = examples.stream().map(line -> prefix + line).toList();
    Path log = Files.write(folder.resolve(family + ".log"), lines);
    LooseFiles files = new LooseFiles();
    Capture capture =
        (backEnd ? files.add(InputRole.BACKEND_LOG, log) : files.trace("destination", log))
            .capture();
    List<String> before = findings(Reporter.read(capture).check());
    try (Reporter reporter = new Reporter("test")) {
      Report report = reporter.report(capture, Set.of(), false);
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      ReportBundle.write(bundle, report, new byte[0]);
      Path file = Files.write(folder.resolve(family + ".vtrace"), bundle.toByteArray());
      assertThat(findings(Reporter.read(CaptureOpener.open(file)).check())).isEqualTo(before);
    }
  }

  @Test
  void reasonsAreNoPathsAndAddressesNoHosts() throws IOException {
    List<String> lines =
        List.of(
            "qemu-system-x86_64: Unable to write to socket: Broken pipe",
            "qemu-system-x86_64: Failed to connect to '/home/anna/v.sock': No such file or directory",
            "qemu-system-x86_64: postcopy_ram_fault_thread: Fault outside guest: 7f0000000000");
    Path log = Files.write(folder.resolve("reasons.log"), lines);
    Capture capture = new LooseFiles().trace("destination", log).capture();
    List<String> before = findings(Reporter.read(capture).check());
    try (Reporter reporter = new Reporter("test")) {
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      ReportBundle.write(bundle, reporter.report(capture, Set.of(), false), new byte[0]);
      Path file = Files.write(folder.resolve("reasons.vtrace"), bundle.toByteArray());
      Capture redacted = CaptureOpener.open(file);
      String text = Files.readString(redacted.with(InputRole.TRACE).get(0).path());
      assertThat(text)
          .contains("socket: Broken pipe")
          .contains(".sock': No such file or directory")
          .contains("Fault outside guest: word")
          .doesNotContain("anna");
      assertThat(findings(Reporter.read(redacted).check())).isEqualTo(before);
    }
  }

  private static List<String> findings(CheckResult result) {
    return result.problems().stream()
        .map(
            problem ->
                problem.code().code()
                    + problem.evidence().stream().map(place -> " " + place.line()).toList())
        .sorted()
        .toList();
  }
}
