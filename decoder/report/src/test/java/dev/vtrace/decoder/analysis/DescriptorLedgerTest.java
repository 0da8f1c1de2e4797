// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Descriptor.DescriptorChannel;
import dev.vtrace.decoder.analysis.model.Descriptor.DescriptorState;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.export.FdsCount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptors of every recording against the list that the proxy made. */
class DescriptorLedgerTest {
  @Test
  void everyDescriptorIsThereOnce() throws IOException {
    for (Path folder : Recordings.captures()) {
      int recorded = 0;
      try (var files = Files.newDirectoryStream(folder, "*stream.fds.jsonl")) {
        for (Path file : files) {
          recorded += Files.readAllLines(file, StandardCharsets.UTF_8).size();
        }
      }
      Migration migration = Analysis.of(CaptureFolder.open(folder));
      long wire =
          migration.descriptors().stream()
              .filter(d -> d.channel() == DescriptorChannel.STREAM)
              .filter(
                  d ->
                      d.sightings().stream()
                          .anyMatch(s -> s.kind() == Descriptor.SightingKind.ON_THE_WIRE))
              .count();
      assertThat(wire).as(folder.toString()).isEqualTo(recorded);
      boolean completed =
          !migration.attempts().isEmpty()
              && migration.attempts().stream()
                  .allMatch(a -> a.outcome() == Attempt.AttemptOutcome.COMPLETED);
      for (FdsCount count : FdsCount.of(migration)) {
        if (completed) {
          assertThat(count.agree()).as(folder + " " + count).isTrue();
        }
      }
    }
  }

  @Test
  void whatNobodyTookIsNamed() throws IOException {
    Path folder = Recordings.transfer().resolveSibling("fail-nvqs-equal");
    assumeTrue(Files.isDirectory(folder), "skipped: needs the recording " + folder);
    List<Descriptor> lost =
        Analysis.of(CaptureFolder.open(folder)).descriptors().stream()
            .filter(d -> d.state() == DescriptorState.UNCLAIMED)
            .toList();
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0).purpose()).endsWith("vqs[0]/error_notifier");
  }

  @Test
  void aChannelThatCannotPassThemRefusesThem() throws IOException {
    Path folder = Recordings.transfer().resolveSibling("fail-tcp-channel");
    if (Files.isDirectory(folder)) {
      assertThat(Analysis.of(CaptureFolder.open(folder)).descriptors())
          .filteredOn(d -> d.state() == DescriptorState.REFUSED)
          .hasSize(4);
    }
  }
}
