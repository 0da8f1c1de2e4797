// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The ledger of every recording, by all evidence and by parts of it, against what was sent. */
class LedgerTruthTest {
  /** Lines are written a little before their message is seen on the socket. */
  private static final long NEAR_NS = 20_000_000L;

  private static final Set<String> OF_SET_UP_QUEUES =
      Set.of(
          "SET_VRING_NUM", "SET_VRING_BASE", "SET_VRING_ADDR", "SET_VRING_KICK", "GET_VRING_BASE");

  private static Map<String, Capture> parts(Capture all) {
    Map<String, Capture> parts = new LinkedHashMap<>();
    parts.put("all", all);
    List<Input> traces =
        all.inputs().stream()
            .filter(i -> i.role() == InputRole.TRACE && i.kind() != InputKind.STRACE)
            .toList();
    parts.put("traces", new Capture(all.name(), all.participants(), traces));
    parts.put("socket", all.only(InputRole.SOCKET));
    parts.put("stream", all.only(InputRole.STREAM, InputRole.DESCRIPTORS));
    return parts;
  }

  /** Other things that people may happen to have. */
  private static Map<String, Capture> mixtures(Capture all) {
    Map<String, Capture> parts = new LinkedHashMap<>();
    parts.put(
        "untraced",
        all.only(InputRole.SOCKET, InputRole.STREAM, InputRole.DESCRIPTORS, InputRole.QMP));
    parts.put("QMP and socket", all.only(InputRole.SOCKET, InputRole.QMP));
    parts.put("QMP and stream", all.only(InputRole.STREAM, InputRole.QMP));
    for (String side : all.participants()) {
      parts.put("the trace of " + side, some(all, i -> i.participant().equals(side), false));
      parts.put(
          "the trace of " + side + " and sockets",
          some(all, i -> i.participant().equals(side) || i.role() == InputRole.SOCKET, false));
    }
    for (Input socket : all.with(InputRole.SOCKET)) {
      // Nobody says whose connection it is.
      Input one = new Input(socket.path(), socket.name(), socket.kind(), socket.role(), "");
      for (InputRole role : List.of(InputRole.TRACE, InputRole.QMP, InputRole.STREAM)) {
        List<Input> inputs = new ArrayList<>(all.only(role, InputRole.DESCRIPTORS).inputs());
        inputs.removeIf(input -> input.kind() == InputKind.STRACE);
        inputs.add(one);
        parts.put(
            role + " and " + socket.name(), new Capture(all.name(), all.participants(), inputs));
      }
    }
    parts.put("binary traces", some(all, i -> i.kind() == InputKind.SIMPLETRACE, false));
    parts.put(
        "binary traces and sockets",
        some(all, i -> i.kind() == InputKind.SIMPLETRACE || i.role() == InputRole.SOCKET, false));
    parts.put("system calls", some(all, i -> i.kind() == InputKind.STRACE, true));
    return parts;
  }

  private static Capture some(Capture all, Predicate<Input> wanted, boolean calls) {
    List<Input> inputs =
        all.inputs().stream()
            .filter(wanted)
            .filter(i -> i.role() == InputRole.TRACE || i.role() == InputRole.SOCKET)
            .filter(i -> i.kind() == InputKind.STRACE == calls)
            .toList();
    return new Capture(all.name(), all.participants(), inputs);
  }

  @Test
  void noVerdictIsWrongWithAnyOtherMixture() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path folder : Recordings.captures()) {
      Truth truth = Truth.of(folder);
      for (Map.Entry<String, Capture> part : mixtures(CaptureFolder.open(folder)).entrySet()) {
        Migration migration = Analysis.of(part.getValue());
        String what = folder.getFileName() + " by " + part.getKey();
        wrong.addAll(wrong(what, migration, truth));
        if (migration.totals().get(Verdict.VIOLATION) > 0) {
          wrong.add(what + ": a violation");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void noVerdictIsWrongWhateverEvidenceThereIs() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%-32s %-8s %9s %8s %8s %7s %10s %8s %6s%n",
            "recording",
            "evidence",
            "executed",
            "skipped",
            "not-due",
            "failed",
            "violation",
            "unknown",
            "wrong"));
    List<String> wrong = new ArrayList<>();
    for (Path folder : Recordings.captures()) {
      Truth truth = Truth.of(folder);
      assertThat(truth.sent()).as(folder.toString()).hasSize(truth.counted());
      for (Map.Entry<String, Capture> part : parts(CaptureFolder.open(folder)).entrySet()) {
        Migration migration = Analysis.of(part.getValue());
        String what = folder.getFileName() + " by " + part.getKey();
        List<String> found = wrong(what, migration, truth);
        wrong.addAll(found);
        Map<Verdict, Integer> totals = migration.totals();
        table.append(
            String.format(
                Locale.ROOT,
                "%-32s %-8s %9d %8d %8d %7d %10d %8d %6d%n",
                folder.getFileName(),
                part.getKey(),
                totals.get(Verdict.EXECUTED),
                totals.get(Verdict.SKIPPED),
                totals.get(Verdict.NOT_DUE),
                totals.get(Verdict.FAILED),
                totals.get(Verdict.VIOLATION),
                totals.get(Verdict.UNKNOWN),
                found.size()));
        assertThat(totals.get(Verdict.VIOLATION)).as(what).isZero();
        if (part.getKey().equals("all") && whole(folder)) {
          assertThat(totals.get(Verdict.UNKNOWN)).as(what).isZero();
        }
      }
    }
    System.out.println(table);
    assertThat(wrong).isEmpty();
  }

  /** Some recordings in samples/ are without their traces. */
  private static boolean whole(Path folder) {
    return Recordings.file(folder, "src.trace.log") != null;
  }

  private static List<String> wrong(String what, Migration migration, Truth truth) {
    List<String> wrong = new ArrayList<>();
    List<Truth.Sent> left = new ArrayList<>(truth.sent());
    for (Window window : migration.windows()) {
      for (Operation operation : window.operations()) {
        String it = what + ", " + window.id() + ": " + operation.verdict().label() + " ";
        it += operation.name() + " " + operation.queue();
        if (operation.verdict() == Verdict.EXECUTED && !take(left, window, operation)) {
          wrong.add(it);
        } else if (operation.verdict() == Verdict.SKIPPED && !rightly(truth, window, operation)) {
          wrong.add(it);
        }
      }
    }
    return wrong;
  }

  private static boolean take(List<Truth.Sent> left, Window window, Operation operation) {
    for (int i = 0; i < left.size(); i++) {
      Truth.Sent sent = left.get(i);
      boolean untimed = window.beginNs() < 0;
      boolean there =
          sent.timeNs() >= window.beginNs() - NEAR_NS && sent.timeNs() <= window.endNs() + NEAR_NS;
      boolean queue = operation.queue() < 0 || operation.queue() == sent.queue();
      if ((untimed || there) && queue && sent.name().equals(operation.name())) {
        left.remove(i);
        return true;
      }
    }
    return false;
  }

  private static boolean rightly(Truth truth, Window window, Operation operation) {
    if (!truth.transfer() || window.phase() == Phase.ORDINARY) {
      return false;
    }
    if (window.beginNs() < 0) {
      return true;
    }
    for (Truth.Sent sent : truth.sent()) {
      if (sent.timeNs() >= window.beginNs()
          && sent.timeNs() <= window.endNs() + 1_000_000
          && sent.name().equals(operation.name())) {
        return false;
      }
    }
    return !OF_SET_UP_QUEUES.contains(operation.name())
        || truth.running(window.beginNs()).contains(operation.queue());
  }

  @Test
  void everyMessageIsInExactlyOneGroup() throws IOException {
    for (Path folder : Recordings.captures()) {
      Truth truth = Truth.of(folder);
      for (String part : List.of("all", "socket")) {
        Migration migration = Analysis.of(parts(CaptureFolder.open(folder)).get(part));
        long seen = migration.messages().stream().filter(m -> !m.connection().isEmpty()).count();
        assertThat(seen).as(folder + " by " + part).isEqualTo(truth.sent().size());
      }
    }
  }

  @Test
  void bothTracesOfAProcessTellTheSame() throws IOException {
    for (Path folder : Recordings.captures()) {
      Capture all = CaptureFolder.open(folder);
      // A process that aborts takes the buffer of its binary trace with it.
      JsonNode code =
          Recordings.json(folder.resolve("scenario.json")).path("exit_codes").path("src");
      if (code.asInt() < 0) {
        continue;
      }
      List<String> first = null;
      for (InputKind kind : List.of(InputKind.QEMU_LOG, InputKind.SIMPLETRACE)) {
        List<Input> some = all.inputs().stream().filter(i -> i.kind() == kind).toList();
        boolean there = some.stream().anyMatch(i -> i.name().contains("trace"));
        if (there) {
          Migration migration = Analysis.of(new Capture("", all.participants(), some));
          List<String> now = lines(migration);
          assertThat(now).as(folder + " " + kind).isEqualTo(first == null ? now : first);
          first = now;
        }
      }
    }
  }

  @Test
  void namesOfTheSeedAndLaterNamesGiveTheSameLedger() throws IOException {
    Path later = Recordings.transfer().resolveSibling("v4names-transfer-linux-2q");
    assumeTrue(Files.isDirectory(later), "skipped: needs the recording " + later);
    Path seed = Recordings.transfer();
    assertThat(lines(Analysis.of(CaptureFolder.open(later))))
        .isEqualTo(lines(Analysis.of(CaptureFolder.open(seed))));
    Capture one = parts(CaptureFolder.open(later)).get("traces");
    Capture two = parts(CaptureFolder.open(seed)).get("traces");
    assertThat(lines(Analysis.of(one))).isEqualTo(lines(Analysis.of(two)));
  }

  /** The ledger without times and places, by process. */
  private static List<String> lines(Migration migration) {
    List<String> lines = new ArrayList<>();
    for (Window window : migration.windows()) {
      for (Operation operation : window.operations()) {
        lines.add(
            String.join(
                " ",
                window.participant(),
                window.kind().label(),
                window.phase().label(),
                window.transfer().label(),
                operation.name(),
                Integer.toString(operation.queue()),
                operation.verdict().label()));
      }
    }
    lines.sort(null);
    return lines;
  }
}
