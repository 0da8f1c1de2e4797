// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * More evidence never makes a verdict worse: what a part of a recording decides about the windows
 * that hand a device over stays decided, and the same, when another piece is added.
 */
class MoreEvidenceTest {
  private static final int FEW = 6;

  private static final String WINDOW = "windows ";

  private static final Pattern TIME =
      Pattern.compile(
          "^(?:[0-9-]{10}T[0-9:]{8}(?:\\.[0-9]{1,6})?Z |[0-9]{1,9}@[0-9]{1,12}\\.[0-9]{6}:)",
          Pattern.MULTILINE);

  @TempDir static Path copies;

  @TestFactory
  List<DynamicTest> aPieceThatIsAddedTakesNoVerdictAway() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    List<Path> folders = new ArrayList<>(Recordings.captures());
    folders.addAll(Recordings.live());
    folders.addAll(Recordings.samples());
    for (Path folder : folders) {
      String name = folder.getFileName().toString();
      Capture all = CaptureFolder.open(folder);
      tests.add(DynamicTest.dynamicTest(name, () -> law(all)));
      tests.add(DynamicTest.dynamicTest(name + " without times", () -> law(withoutTimes(all))));
    }
    return tests;
  }

  /** The same as a QEMU logs it that was started without -msg timestamp=on. */
  private Capture withoutTimes(Capture all) throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (Input input : all.inputs()) {
      if (input.kind() != InputKind.QEMU_LOG) {
        inputs.add(input);
        continue;
      }
      String text = new String(Recordings.bytes(input.path()), StandardCharsets.ISO_8859_1);
      Path file = Files.createTempFile(copies, "", ".log");
      Files.writeString(file, TIME.matcher(text).replaceAll(""), StandardCharsets.ISO_8859_1);
      inputs.add(new Input(file, input.name(), input.kind(), input.role(), input.participant()));
    }
    return new Capture(all.name(), all.participants(), inputs);
  }

  private static void law(Capture all) throws IOException {
    List<List<Input>> pieces = pieces(all);
    int full = (1 << pieces.size()) - 1;
    Map<Integer, Map<String, Integer>> decided = new TreeMap<>();
    List<String> worse = new ArrayList<>();
    int compared = 0;
    // Which of several streams is whose is told by the logs of all processes only.
    boolean hops = all.with(InputRole.STREAM).size() > 1;
    for (int choice : choices(pieces.size())) {
      decided.put(choice, decided(all, pieces, choice));
    }
    for (int less : decided.keySet()) {
      for (int more : decided.keySet()) {
        boolean step = (less & more) == less && less != more;
        if (step && (more == full || !hops && Integer.bitCount(more ^ less) <= 2)) {
          compared++;
          compare(names(pieces, less), names(pieces, more), decided.get(less), decided.get(more))
              .forEach(worse::add);
        }
      }
    }
    System.out.println(all.name() + ": " + compared + " additions, " + worse.size() + " worse");
    assertThat(worse).isEmpty();
  }

  /** Every choice of few pieces; of many, each one, each two, and all but one or two. */
  private static List<Integer> choices(int pieces) {
    List<Integer> out = new ArrayList<>();
    for (int choice = 1; choice < 1 << pieces; choice++) {
      int count = Integer.bitCount(choice);
      if (pieces <= FEW || count <= 2 || count >= pieces - 2) {
        out.add(choice);
      }
    }
    return out;
  }

  private static List<String> compare(
      String less, String more, Map<String, Integer> part, Map<String, Integer> whole) {
    List<String> out = new ArrayList<>();
    part.forEach(
        (what, count) -> {
          int there = whole.getOrDefault(what, 0);
          // A source alone that goes on is taken for a rollback; the destination tells otherwise.
          boolean another =
              what.contains(" ROLLBACK ") && less.contains("src.") && completed(whole);
          // Two windows of little evidence may turn out to be one.
          String window = WINDOW + what.substring(0, what.indexOf(' ', what.indexOf(' ') + 1));
          boolean joined =
              there > 0 && whole.getOrDefault(window, 0) < part.getOrDefault(window, 0);
          if (there < count && !another && !joined && !what.startsWith(WINDOW)) {
            out.add("[" + less + "] to [" + more + "]: " + what + " " + count + " to " + there);
          }
        });
    return out;
  }

  private static boolean completed(Map<String, Integer> verdicts) {
    return verdicts.keySet().stream().noneMatch(what -> what.contains(" ROLLBACK "));
  }

  private static String names(List<List<Input>> pieces, int choice) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      if ((choice >> i & 1) == 1) {
        names.add(pieces.get(i).get(0).name());
      }
    }
    return String.join(" ", names);
  }

  /** How often each verdict is given on each operation of windows of a migration. */
  private static Map<String, Integer> decided(Capture all, List<List<Input>> pieces, int choice)
      throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      inputs.addAll((choice >> i & 1) == 1 ? pieces.get(i) : List.of());
    }
    Migration run = Analysis.of(new Capture(all.name(), all.participants(), inputs));
    Map<String, Integer> out = new TreeMap<>();
    for (Window window : run.windows()) {
      if (window.phase() == Phase.ORDINARY) {
        continue;
      }
      out.merge(WINDOW + window.kind() + " " + window.phase(), 1, Integer::sum);
      for (Operation operation : window.operations()) {
        boolean decided =
            operation.verdict() != Verdict.UNKNOWN && operation.verdict() != Verdict.NOT_DUE;
        String queue = operation.queue() < 0 ? "" : " q" + operation.queue();
        String what =
            window.kind()
                + " "
                + window.phase()
                + " "
                + operation.name()
                + queue
                + " "
                + operation.verdict();
        if (decided) {
          out.merge(what, 1, Integer::sum);
        }
      }
    }
    return out;
  }

  /** What somebody may have or not have. */
  private static List<List<Input>> pieces(Capture all) {
    Map<String, List<Input>> pieces = new LinkedHashMap<>();
    for (Input input : all.inputs()) {
      String piece =
          switch (input.role()) {
            case TRACE -> input.kind() == InputKind.SIMPLETRACE ? "" : input.name();
            case STREAM, DESCRIPTORS -> "stream";
            case SOCKET, QMP, BACKEND_LOG -> input.role().label();
            default -> "";
          };
      if (!piece.isEmpty()) {
        pieces.computeIfAbsent(piece, p -> new ArrayList<>()).add(input);
      }
    }
    return pieces.values().stream().map(List::copyOf).collect(Collectors.toList());
  }
}
