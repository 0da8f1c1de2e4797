// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.redact.Redactor;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.ExtractedStreams;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes what exporters read. Of a redacted export, everything comes from a redacted copy of the
 * evidence, so that nothing can get out that is not in the copy.
 */
public final class RunExport {
  private RunExport() {}

  /**
   * Reads and analyses a capture, without records of streams.
   *
   * @param kept how much of it
   * @param redact whether to take a copy without private data
   * @throws IOException if a file cannot be read
   * @throws UnknownPartException if the run has no such window or device
   */
  public static ExportedRun of(
      Capture capture, KeptBound kept, boolean redact, ExportSelection part, String tool)
      throws IOException, UnknownPartException {
    return of(capture, kept, redact, part, tool, null);
  }

  /**
   * Reads and analyses a capture, with what this format needs of it.
   *
   * @param kept how much of it
   * @param redact whether to take a copy without private data
   * @param format null for what all need
   * @throws IOException if a file cannot be read
   * @throws UnknownPartException if the run has no such window or device
   */
  public static ExportedRun of(
      Capture capture,
      KeptBound kept,
      boolean redact,
      ExportSelection part,
      String tool,
      @Nullable ExportFormat format)
      throws IOException, UnknownPartException {
    StreamPackets packets = new StreamPackets();
    LoadOptions usual = LoadOptions.DEFAULT.keeping(kept);
    LoadOptions options = format == ExportFormat.PCAPNG ? usual.tellingStreams(packets::of) : usual;
    if (!redact) {
      return read(capture, options, packets, part, tool);
    }
    try (PrivateFolder folder = PrivateFolder.create()) {
      Path extracted = Files.createDirectory(folder.path().resolve("extracted"));
      Path copies = Files.createDirectory(folder.path().resolve("redacted"));
      Capture complete = ExtractedStreams.of(capture, extracted);
      Capture copy = Redactor.redact(complete, Set.of(), copies).capture();
      return read(copy, options, packets, part, tool);
    }
  }

  private static ExportedRun read(
      Capture capture,
      LoadOptions options,
      StreamPackets packets,
      ExportSelection part,
      String tool)
      throws IOException, UnknownPartException {
    CheckedRun run = CheckedRun.of(Analysis.joined(RunLoader.load(capture, options)));
    CheckResult check = Checker.check(run);
    ExportedRun whole =
        new ExportedRun(
            tool,
            run.migration(),
            check,
            Timeline.of(run.migration(), check),
            true,
            run.connections(),
            packets.packets());
    return part.of(whole);
  }
}
