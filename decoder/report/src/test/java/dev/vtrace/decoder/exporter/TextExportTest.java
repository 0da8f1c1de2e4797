// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Window;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables, diagrams and texts, and parts of a run. */
class TextExportTest {
  private static List<String> lines(ExportFormat format, ExportedRun run) throws Exception {
    return new String(ExportedRuns.bytes(format, run), StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void tablesHaveALineForEachThing() throws Exception {
    for (Path recording : ExportedRuns.folders()) {
      ExportedRun run = ExportedRuns.of(recording);
      int operations =
          run.migration().windows().stream().mapToInt(each -> each.operations().size()).sum();
      assertThat(lines(ExportFormat.CSV, run)).hasSize(1 + operations);
      assertThat(lines(ExportFormat.CSV_MESSAGES, run))
          .hasSize(1 + run.migration().messages().size());
      int spans = run.migration().downtimes().stream().mapToInt(each -> each.spans().size()).sum();
      assertThat(lines(ExportFormat.CSV_DOWNTIME, run)).hasSize(1 + spans);
    }
  }

  @Test
  void theLedgerSaysWhatWasSkipped() throws Exception {
    List<String> lines = lines(ExportFormat.CSV, ExportedRuns.of(Recordings.transfer()));
    assertThat(lines).filteredOn(line -> line.contains(",skipped,")).hasSize(44);
  }

  @Test
  void diagramsAndTextsAreShort() throws Exception {
    for (Path recording : ExportedRuns.folders()) {
      ExportedRun run = ExportedRuns.of(recording);
      List<String> diagram = lines(ExportFormat.MERMAID, run);
      assertThat(diagram.get(0)).isEqualTo("sequenceDiagram");
      assertThat(diagram).hasSizeLessThan(MermaidExport.MOST + 40);
      assertThat(diagram.subList(1, diagram.size()))
          .allMatch(
              line ->
                  line.matches(
                      "  (participant p\\d+ as .+|Note over p\\d+: [^:;#]+"
                          + "|p\\d+--?>>p\\d+: [^:;#]+)"));
      assertThat(lines(ExportFormat.MD, run)).hasSizeLessThan(100);
    }
    ExportedRun transfer = ExportedRuns.of(Recordings.transfer());
    assertThat(String.join("\n", lines(ExportFormat.MERMAID, transfer)))
        .contains("14 skipped", "30 skipped");
    assertThat(String.join("\n", lines(ExportFormat.MD, transfer)))
        .contains("44 operations skipped", "| 0 | 14 |", "Downtime of migration 1: ");
  }

  @Test
  void aPartHasItsOwnThingsOnly() throws Exception {
    Window stop =
        ExportedRuns.of(Recordings.transfer()).migration().windows().stream()
            .filter(each -> each.kind() == Window.WindowKind.STOP && each.attempt() == 1)
            .findFirst()
            .orElseThrow();
    ExportedRun part = ExportedRuns.of(Recordings.transfer(), new ExportSelection(stop.id(), ""));
    assertThat(part.migration().windows()).containsExactly(stop);
    assertThat(lines(ExportFormat.CSV, part)).hasSize(1 + stop.operations().size());
    ExportedRun device =
        ExportedRuns.of(Recordings.transfer(), new ExportSelection("", stop.device()));
    assertThat(device.migration().windows()).contains(stop);
    assertThat(device.migration().windows()).allMatch(each -> each.device().equals(stop.device()));
    for (ExportFormat format : ExportFormat.values()) {
      if (format != ExportFormat.PCAPNG) {
        assertThat(ExportedRuns.bytes(format, part)).as(format.label()).isNotEmpty();
      }
    }
  }

  @Test
  void whatTheRunDoesNotHaveIsNamed() {
    assertThatThrownBy(
            () -> ExportedRuns.of(Recordings.transfer(), new ExportSelection("nowhere", "")))
        .isInstanceOf(UnknownPartException.class)
        .hasMessageContaining("no window 'nowhere'; there is ");
    assertThatThrownBy(() -> ExportedRuns.of(Recordings.transfer(), new ExportSelection("", "sda")))
        .isInstanceOf(UnknownPartException.class)
        .hasMessageContaining("vhost-user-blk");
  }
}
