// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** What is done with a run, in a JVM of its own with a small heap. Prints how much was kept. */
final class HeapWork {
  private HeapWork() {}

  public static void main(String[] arguments) throws IOException {
    KeptBound bound = new KeptBound(Integer.parseInt(arguments[1]));
    LoadOptions options = LoadOptions.DEFAULT.keeping(bound);
    JoinedRun run =
        Analysis.joined(RunLoader.load(CaptureOpener.open(Path.of(arguments[0])), options));
    OutputStream nowhere = OutputStream.nullOutputStream();
    LedgerJson.write(nowhere, run.migration());
    CheckJson.write(nowhere, Checker.check(CheckedRun.of(run)));
    TimelineJson.write(nowhere, Timeline.of(run.migration()));
    int events =
        run.evidence().traces().stream()
            .map(LoadedTrace::events)
            .mapToInt(e -> e.size())
            .max()
            .orElse(0);
    int messages =
        run.evidence().connections().stream().mapToInt(c -> c.session().steps().size()).sum();
    long said =
        run.migration().findings().stream()
            .filter(finding -> finding.diagnostic().code().name().endsWith("_LEFT_OUT"))
            .count();
    System.out.println(events + " " + messages + " " + said);
  }
}
