// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.export.CheckJson;
import dev.vtrace.decoder.export.FdsJson;
import dev.vtrace.decoder.export.LedgerJson;
import dev.vtrace.decoder.export.TimelineJson;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Programs learn what people read: each answer is written as the commands write it. */
class AgreementTest {
  private interface Writer {
    void write(OutputStream out) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> answersAreThoseOfTheCommands() throws IOException {
    List<Path> captures = new ArrayList<>(Recordings.captures());
    captures.addAll(Recordings.live());
    return captures.stream()
        .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> agrees(each)));
  }

  private static void agrees(Path capture) throws IOException {
    JoinedRun run = Analysis.joined(RunLoader.load(CaptureOpener.open(capture)));
    try (VtraceRun asked = Vtrace.open(capture);
        VtraceRun bytes = Vtrace.open(asked.name(), files(capture))) {
      ObjectNode ledger = json(out -> LedgerJson.write(out, run.migration()));
      ledger.remove(List.of("format", "capture", "diagnostics", "notRead"));
      assertThat(ApiJson.ledger(asked.ledger())).isEqualTo(ledger);
      JsonNode problems =
          json(out -> CheckJson.write(out, Checker.check(CheckedRun.of(run)))).get("diagnostics");
      assertThat(ApiJson.findings(asked.findings())).isEqualTo(problems);
      JsonNode fds = json(out -> FdsJson.write(out, run.migration())).get("descriptors");
      assertThat(ApiJson.descriptors(asked.descriptors())).isEqualTo(fds);
      Timeline whole = Timeline.of(run.migration(), Checker.check(CheckedRun.of(run)));
      ObjectNode timeline = json(out -> TimelineJson.write(out, whole));
      timeline.remove(List.of("format", "name", "segments", "downtime"));
      assertThat(ApiJson.timeline(asked.timeline())).isEqualTo(timeline);
      assertThat(bytes.files()).isEqualTo(asked.files());
      assertThat(bytes.ledger()).isEqualTo(asked.ledger());
      assertThat(bytes.findings()).isEqualTo(asked.findings());
      // A message or event whose record cannot be made would show only when it is asked for.
      asked.connections().forEach(each -> each.messages().forEach(m -> {}));
      asked.traces().forEach(each -> each.events().forEach(e -> {}));
      asked.qmp().forEach(each -> {});
    }
  }

  private static ObjectNode json(Writer writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out);
    return (ObjectNode) Recordings.json(out.toByteArray());
  }

  static List<NamedBytes> files(Path folder) throws IOException {
    List<NamedBytes> out = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path file : entries) {
        if (Files.isRegularFile(file)) {
          out.add(NamedBytes.of(file.getFileName().toString(), Files.readAllBytes(file)));
        }
      }
    }
    return out;
  }
}
