// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.answer.AnswerBuilder;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.SourceFileSystem;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.AnswerText;
import dev.vtrace.decoder.export.CheckJson;
import dev.vtrace.decoder.export.CheckText;
import dev.vtrace.decoder.export.FdsJson;
import dev.vtrace.decoder.export.LedgerJson;
import dev.vtrace.decoder.export.LedgerText;
import dev.vtrace.decoder.export.TimelineJson;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole run of any files: loaded, joined, checked, and shown in all forms. */
final class RunChecks {
  /** Names tell roles; what a file is shows in its content. */
  private static final List<String> NAMES =
      List.of("src.trace.log", "dst.trace.log", "stream.bin", "qmp.jsonl", "vhost-user-dev0.jsonl");

  private RunChecks() {}

  static void read(List<byte[]> parts) throws IOException {
    Map<String, ByteSource> sources = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(parts.size(), NAMES.size()); i++) {
      sources.put(NAMES.get(i), new HeapSource(NAMES.get(i), parts.get(i)));
    }
    Path folder = SourceFileSystem.of(sources);
    JoinedRun run;
    try {
      Capture capture = CaptureOpener.open(folder);
      run = Analysis.joined(RunLoader.load(capture));
    } catch (IOException refused) {
      String said = String.valueOf(refused.getMessage());
      Spans.require(said.contains(" "), "says not what is wrong: " + said);
      return;
    }
    CheckedRun checked = CheckedRun.of(run);
    CheckResult result = Checker.check(checked);
    json(out -> CheckJson.write(out, result, run.evidence().files()));
    json(out -> LedgerJson.write(out, run.migration(), run.evidence().files()));
    json(out -> FdsJson.write(out, run.migration()));
    json(out -> TimelineJson.write(out, Timeline.of(run.migration())));
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    new AnswerText(out, false).print(AnswerBuilder.of(checked, result), true);
    new CheckText(out, false, Severity.INFO).print(result, true);
    new LedgerText(out, false).print(run.migration());
  }

  private interface JsonForm {
    void write(ByteArrayOutputStream out) throws IOException;
  }

  private static void json(JsonForm form) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    form.write(out);
    Target.parse(out);
  }
}
