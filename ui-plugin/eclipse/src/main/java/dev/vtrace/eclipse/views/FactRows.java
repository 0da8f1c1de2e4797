// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers.Attempted;
import dev.vtrace.eclipse.server.ServerAnswers.EvidenceFile;
import dev.vtrace.eclipse.server.ServerAnswers.FoundProblem;
import dev.vtrace.eclipse.server.ServerAnswers.HandedOver;
import dev.vtrace.eclipse.server.ServerAnswers.OperationAnswer;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import dev.vtrace.eclipse.server.ServerAnswers.WindowAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of the views: what the server tells, in the order in which it tells it. */
final class FactRows {
  private FactRows() {}

  /** A capture: what it shows, its migrations, and its files. */
  static FactRow capture(CaptureEntry capture) {
    List<FactRow> rows = new ArrayList<>();
    for (String sentence : capture.info().timeline().headline()) {
      rows.add(FactRow.group(capture, "headline", List.of(sentence, ""), List.of()));
    }
    for (Attempted each : capture.info().migrations()) {
      String from = each.source() == null ? "" : each.source();
      String to = each.destination() == null ? "" : each.destination();
      rows.add(
          FactRow.group(
              capture,
              each.outcome(),
              List.of(
                  "migration " + each.attempt() + ": " + each.outcome(), from + " \u2192 " + to),
              List.of()));
    }
    List<FactRow> files = new ArrayList<>();
    for (EvidenceFile file : capture.info().files()) {
      ProvingPlace proof =
          new ProvingPlace(
              file.name(),
              file.textUri() == null && !file.role().equals("stream") ? 1L : null,
              0L,
              "",
              file.uri(),
              null);
      files.add(
          new FactRow(
              List.of(file.name(), file.kind() + ", " + file.size() + " bytes"),
              file.role(),
              capture,
              List.of(proof),
              -1,
              null,
              List.of()));
    }
    rows.add(FactRow.group(capture, "files", List.of("files", files.size() + ""), files));
    return FactRow.group(capture, "capture", List.of(capture.name(), counts(capture)), rows);
  }

  private static String counts(CaptureEntry capture) {
    List<String> out = new ArrayList<>();
    for (String severity : List.of("error", "warning")) {
      int n = capture.count(severity);
      if (n > 0) {
        out.add(n + " " + severity + (n == 1 ? "" : "s"));
      }
    }
    return String.join(", ", out);
  }

  /** The ledger: participants, their windows, the operations of these. */
  static List<FactRow> ledger(CaptureEntry capture) {
    Map<String, List<FactRow>> sides = new LinkedHashMap<>();
    for (WindowAnswer window : capture.ledger().windows()) {
      String side = window.role() + " (" + window.participant() + ")  " + window.device();
      sides.computeIfAbsent(side, k -> new ArrayList<>()).add(window(capture, window));
    }
    List<FactRow> out = new ArrayList<>();
    sides.forEach(
        (side, windows) ->
            out.add(FactRow.group(capture, "participant", List.of(side, "", "", ""), windows)));
    return out;
  }

  private static FactRow window(CaptureEntry capture, WindowAnswer window) {
    List<FactRow> operations = new ArrayList<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (OperationAnswer each : window.operations()) {
      counts.merge(each.verdict(), 1, Integer::sum);
      operations.add(
          new FactRow(
              List.of(
                  each.operation(),
                  each.queue() == null ? "" : "" + each.queue(),
                  each.verdict(),
                  text(each.why())),
              each.verdict(),
              capture,
              each.evidence(),
              number(each.item()),
              null,
              FactRow.ofProofs(capture, each.evidence())));
    }
    List<String> sums = new ArrayList<>();
    counts.forEach((verdict, n) -> sums.add(n + " " + verdict));
    String name = window.kind() + ", " + window.phase();
    return new FactRow(
        List.of(name, "", String.join(", ", sums), text(window.why())),
        "window",
        capture,
        List.of(),
        number(window.item()),
        null,
        operations);
  }

  /** The findings, the most telling first, as the server orders them. */
  static List<FactRow> findings(CaptureEntry capture) {
    List<FactRow> out = new ArrayList<>();
    for (FoundProblem each : capture.problems().diagnostics()) {
      List<FactRow> below = new ArrayList<>();
      if (each.hint() != null) {
        below.add(FactRow.group(capture, "hint", List.of(each.hint(), ""), List.of()));
      }
      below.addAll(FactRow.ofProofs(capture, each.evidence()));
      out.add(
          new FactRow(
              List.of(each.message(), each.code()),
              each.severity(),
              capture,
              each.evidence(),
              -1,
              each.page(),
              below));
    }
    return out;
  }

  /** The descriptors that were handed over, with where each was seen. */
  static List<FactRow> descriptors(CaptureEntry capture) {
    List<FactRow> out = new ArrayList<>();
    for (HandedOver each : capture.descriptors().descriptors()) {
      List<ProvingPlace> proofs = new ArrayList<>();
      List<FactRow> below = new ArrayList<>();
      for (var seen : each.sightings()) {
        String number = seen.fd() == null ? "" : " fd " + seen.fd();
        List<ProvingPlace> one = seen.evidence() == null ? List.of() : List.of(seen.evidence());
        proofs.addAll(one);
        below.add(
            new FactRow(
                List.of(
                    text(seen.participant()) + " " + text(seen.what()) + number,
                    one.isEmpty() ? "" : one.get(0).place(),
                    "",
                    ""),
                "evidence",
                capture,
                one,
                -1,
                null,
                List.of()));
      }
      out.add(
          new FactRow(
              List.of(purpose(each), text(each.kind()), text(each.channel()), text(each.state())),
              "descriptor",
              capture,
              proofs,
              -1,
              null,
              below));
    }
    return out;
  }

  private static String purpose(HandedOver descriptor) {
    String purpose = text(descriptor.purpose());
    return purpose.isEmpty() ? "descriptor " + descriptor.index() : purpose;
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static int number(Integer value) {
    return value == null ? -1 : value;
  }
}
