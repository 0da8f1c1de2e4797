// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.answer.AnswerBuilder;
import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.redact.Redaction;
import dev.vtrace.decoder.redact.Redactor;
import dev.vtrace.decoder.redact.SecretKind;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.ExtractedStreams;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.setup.SetupDifference;
import dev.vtrace.decoder.setup.SetupReader;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a report. Everything in it comes from the redacted copy of the evidence, so that nothing
 * can get into it that is not in the copy; the original is read to see whether both say the same.
 *
 * <pre>{@code
 * try (Reporter reporter = new Reporter("vtrace 1.0")) {
 *   Report report = reporter.report(capture, Set.of(), false);
 * }
 * }</pre>
 */
public final class Reporter implements Closeable {
  private final String tool;
  private final KeptBound kept;
  private final PrivateFolder temporary;
  private final Path folder;

  /** A reporter with a folder of its own, which only its owner can read. */
  public Reporter(String tool) throws IOException {
    this(tool, KeptBound.USUAL);
  }

  /** The same, with more or less of each run in memory. */
  public Reporter(String tool, KeptBound kept) throws IOException {
    this.tool = tool;
    this.kept = kept;
    this.temporary = PrivateFolder.create();
    this.folder = temporary.path();
  }

  /**
   * Redacts a capture, and says what is in it. Its files are there until the reporter is closed.
   *
   * @param keep kinds to leave as they are
   * @param minimize whether to cut off what no verdict and no finding rests on
   */
  public Report report(Capture evidence, Set<SecretKind> keep, boolean minimize)
      throws IOException {
    // System calls are redacted to what is no stream any more.
    Capture capture =
        ExtractedStreams.of(evidence, Files.createDirectory(folder.resolve("extracted")));
    Path copies = Files.createDirectory(folder.resolve("redacted"));
    Redaction redaction = Redactor.redact(capture, keep, copies);
    Read original = read(capture, kept);
    Read read = read(redaction.capture(), kept);
    boolean faithful =
        FindingsFingerprint.ofPlaces(original.migration(), original.check())
            .equals(FindingsFingerprint.ofPlaces(read.migration(), read.check()));
    Report.Minimized minimized = null;
    if (minimize) {
      Minimizer minimizer = new Minimizer(Files.createDirectory(folder.resolve("cut")));
      Capture small = minimizer.minimize(redaction.capture());
      minimized = minimizer.result(redaction.capture(), small);
      redaction = minimizer.files(redaction, small);
      read = read(small);
    }
    return report(tool, read, original.differences(), redaction, faithful, minimized);
  }

  /** Says what is in a capture as it is, such as one that a report was made of. */
  public static Report look(Capture capture, KeptBound kept, String tool) throws IOException {
    Read read = read(capture, kept);
    return report(tool, read, read.differences(), null, true, null);
  }

  private static Report report(
      String tool,
      Read read,
      List<SetupDifference> differences,
      @Nullable Redaction redaction,
      boolean faithful,
      Report.@Nullable Minimized minimized) {
    Timeline timeline = Timeline.of(read.migration(), read.check());
    return new Report(
        tool,
        AnswerBuilder.of(read.run(), read.check()),
        ReportBuilder.sentences(read.migration(), read.check(), timeline),
        ReportBuilder.environment(read.migration(), read.run(), SetupFacts.of(differences), tool),
        read.migration(),
        read.check(),
        timeline,
        redaction,
        faithful,
        minimized);
  }

  /** What an analysis says of a capture. */
  record Read(
      Migration migration, CheckedRun run, CheckResult check, List<SetupDifference> differences) {}

  static Read read(Capture capture) throws IOException {
    return read(capture, KeptBound.USUAL);
  }

  private static Read read(Capture capture, KeptBound kept) throws IOException {
    LoadOptions options = LoadOptions.DEFAULT.keeping(kept);
    JoinedRun joined = Analysis.joined(RunLoader.load(capture, options));
    CheckedRun run = CheckedRun.of(joined);
    List<SetupDifference> differences = SetupReader.differences(joined, SetupReader.of(joined));
    return new Read(run.migration(), run, Checker.check(run), differences);
  }

  @Override
  public void close() throws IOException {
    temporary.close();
  }
}
