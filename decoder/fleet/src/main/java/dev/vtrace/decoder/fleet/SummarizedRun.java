// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.answer.AnswerBuilder;
import dev.vtrace.decoder.answer.AnswerPart;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.StreamFacts;
import dev.vtrace.decoder.trace.QmpMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An analysed capture, of which rows are made.
 *
 * @param name of the capture in the tables
 * @param bytes of its files
 */
record SummarizedRun(
    String name,
    long bytes,
    CheckedRun run,
    CheckResult result,
    Map<Integer, AnswerPart> answers,
    Map<String, String> versions) {

  /**
   * Reads and analyses a capture.
   *
   * @throws IOException if a file cannot be read, or if there is nothing in it that anybody
   *     understands
   */
  static SummarizedRun of(String name, long bytes, Capture capture) throws IOException {
    if (capture.isEmpty()) {
      String kinds =
          capture.inputs().stream()
              .map(input -> input.kind().label())
              .distinct()
              .collect(Collectors.joining(", "));
      throw new IOException("there is no evidence in it" + (kinds.isEmpty() ? "" : ": " + kinds));
    }
    CheckedRun run = CheckedRun.of(capture);
    CheckResult result = Checker.check(run);
    if (result.problems().isEmpty() && !result.understood()) {
      throw new IOException(
          result.files().stream().map(FileRead::refusal).collect(Collectors.joining("; ")));
    }
    Map<Integer, AnswerPart> answers = new HashMap<>();
    for (AnswerPart part : AnswerBuilder.of(run, result).migrations()) {
      Attempt attempt = part.attempt();
      if (attempt != null) {
        answers.put(attempt.number(), part);
      }
    }
    return new SummarizedRun(name, bytes, run, result, answers, versions(run.qmp()));
  }

  private static Map<String, String> versions(List<QmpMessage> qmp) {
    Map<String, String> out = new HashMap<>();
    for (QmpMessage message : qmp) {
      String major = message.value("QMP.version.qemu.major");
      String minor = message.value("QMP.version.qemu.minor");
      String micro = message.value("QMP.version.qemu.micro");
      if (major != null && minor != null && micro != null) {
        out.put(message.who(), major + "." + minor + "." + micro);
      }
    }
    return out;
  }

  Migration migration() {
    return run.migration();
  }

  /** The version that a QEMU reports about itself, or null. */
  @Nullable String version(String participant) {
    for (Participant each : migration().participants()) {
      if (each.name().equals(participant)) {
        return versions.get(each.monitor());
      }
    }
    return null;
  }

  /** The rows of all tables. */
  CaptureRows rows() {
    List<FleetRow> rows = new ArrayList<>();
    List<Attempt> attempts = migration().attempts();
    if (attempts.isEmpty()) {
      migrations(null, rows);
    }
    attempts.forEach(attempt -> migrations(attempt, rows));
    int position = 0;
    for (Problem problem : result.problems()) {
      rows.add(FindingColumns.row(new FindingColumns.TabledProblem(this, problem, ++position)));
    }
    for (Window window : migration().windows()) {
      window.operations().forEach(each -> rows.add(OperationColumns.row(this, window, each)));
    }
    return new CaptureRows(name, result.unasked() > 0, rows);
  }

  private void migrations(@Nullable Attempt attempt, List<FleetRow> rows) {
    int number = attempt == null ? 0 : attempt.number();
    List<Window> windows = migration().windows(number);
    List<StreamFacts> streams =
        run.streams().stream().filter(stream -> stream.attempt() == number).toList();
    List<Problem> problems =
        result.problems().stream()
            .filter(problem -> attempt == null || problem.attempt() == number)
            .toList();
    Downtime downtime =
        migration().downtimes().stream()
            .filter(each -> each.attempt() == number)
            .findFirst()
            .orElse(null);
    Set<String> devices = new LinkedHashSet<>();
    windows.forEach(window -> devices.add(window.device()));
    streams.forEach(stream -> stream.devices().forEach(each -> devices.add(each.section())));
    devices.remove("");
    if (devices.isEmpty()) {
      devices.add("");
    }
    for (String device : devices) {
      List<Window> own = windows.stream().filter(each -> each.device().equals(device)).toList();
      VhostDevice state =
          streams.stream()
              .flatMap(stream -> stream.devices().stream())
              .filter(each -> each.section().equals(device))
              .findFirst()
              .orElse(null);
      rows.add(
          MigrationColumns.row(
              new MigrationFacts(this, attempt, device, own, state, streams, problems, downtime)));
    }
  }
}
