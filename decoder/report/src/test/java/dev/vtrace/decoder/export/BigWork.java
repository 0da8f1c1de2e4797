// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.rundiff.RunComparison;
import dev.vtrace.decoder.rundiff.RunDiff;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** All that is done with a run: reading, joining, rules, and each view of it. */
public final class BigWork implements Consumer<Path> {
  @Override
  public void accept(Path folder) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    PrintStream out = new PrintStream(nowhere, false, StandardCharsets.UTF_8);
    try {
      JoinedRun run = Analysis.joined(RunLoader.load(CaptureOpener.open(folder)));
      Migration migration = run.migration();
      CheckResult check = Checker.check(CheckedRun.of(run));
      new CheckText(out, false, Severity.INFO).print(check, true);
      CheckJson.write(nowhere, check);
      new LedgerText(out, false).print(migration);
      LedgerJson.write(nowhere, migration);
      new FdsText(out, false).print(migration);
      FdsJson.write(nowhere, migration);
      Timeline timeline = Timeline.of(migration);
      TimelineText.write(nowhere, timeline, false);
      TimelineJson.write(nowhere, timeline);
      RunDiff diff = RunComparison.of(migration, check, migration, check);
      new RunDiffText(out, false).print(diff);
      RunDiffJson.write(nowhere, diff);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
