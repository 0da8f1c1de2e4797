// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.redact.Redactor;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.ExtractedStreams;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Makes what exporters read. Of a redacted export, everything comes from a redacted copy of the
 * evidence, so that nothing can get out that is not in the copy.
 */
public final class RunExport {
  private RunExport() {}

  /**
   * Reads and analyses a capture.
   *
   * @param kept how much of it
   * @param redact whether to take a copy without private data
   * @throws IOException if a file cannot be read
   * @throws UnknownPartException if the run has no such window or device
   */
  public static ExportedRun of(
      Capture capture, KeptBound kept, boolean redact, ExportSelection part, String tool)
      throws IOException, UnknownPartException {
    if (!redact) {
      return of(CheckedRun.of(capture, kept), part, tool);
    }
    try (PrivateFolder folder = PrivateFolder.create()) {
      Path extracted = Files.createDirectory(folder.path().resolve("extracted"));
      Path copies = Files.createDirectory(folder.path().resolve("redacted"));
      Capture complete = ExtractedStreams.of(capture, extracted);
      Capture copy = Redactor.redact(complete, Set.of(), copies).capture();
      return of(CheckedRun.of(copy, kept), part, tool);
    }
  }

  private static ExportedRun of(CheckedRun run, ExportSelection part, String tool)
      throws UnknownPartException {
    CheckResult check = Checker.check(run);
    ExportedRun whole =
        new ExportedRun(
            tool,
            run.migration(),
            check,
            Timeline.of(run.migration(), check),
            true,
            run.connections());
    return part.of(whole);
  }
}
