// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.Chain;
import dev.vtrace.decoder.analysis.FewerEvents;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A part of the evidence shows less, never something else: each recording with fewer trace events,
 * with every choice of its files, and with logs that begin later or end earlier.
 */
class AnyPartTest {
  /** What is said of a line or an event that a rule would take with the line beside it. */
  private static final Set<Code> BELOW_RULES =
      EnumSet.of(Code.QEMU_REPORTED, Code.BACKEND_REPORTED, Code.FD_NOT_SENT);

  /** What is said where that is not seen which would have had it said better. */
  private static final Map<Code, Code> WITH_LESS =
      Map.of(
          Code.CONFIG_SPACE_DIFFERS,
          Code.VECTORS_DIFFER,
          Code.FIELD_DIFFERS,
          Code.QUEUES_DIFFER,
          // A destination is not told of a cancel.
          Code.MIGRATION_FAILED,
          Code.MIGRATION_CANCELLED);

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> recordings() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path path : Recordings.captures()) {
      String name = path.getFileName().toString();
      tests.add(DynamicTest.dynamicTest(name, () -> parts(CaptureFolder.open(path))));
    }
    return tests;
  }

  private void parts(Capture all) throws IOException {
    Set<Code> whole = errors(all);
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Capture> part : parts(all, folder).entrySet()) {
      for (Code code : errors(part.getValue())) {
        boolean below = !whole.isEmpty() && BELOW_RULES.contains(code);
        if (!below
            && !whole.contains(code)
            && !whole.contains(WITH_LESS.getOrDefault(code, code))) {
          wrong.add(part.getKey() + ": " + code);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Set<Code> errors(Capture capture) throws IOException {
    Set<Code> out = EnumSet.noneOf(Code.class);
    for (Problem problem : Checker.check(CheckedRun.of(capture)).problems()) {
      if (problem.severity() == Severity.ERROR) {
        out.add(problem.code());
      }
    }
    return out;
  }

  private static Map<String, Capture> parts(Capture all, Path folder) throws IOException {
    Map<String, Capture> out = new LinkedHashMap<>();
    List<List<InputRole>> choices = choices(InputRole.QMP, InputRole.STREAM, InputRole.SOCKET);
    Path few = Files.createTempDirectory(folder, "few");
    for (Map.Entry<String, Predicate<String>> events : FewerEvents.choices().entrySet()) {
      Capture logs = Chain.part(few, all, events.getValue());
      for (List<InputRole> roles : choices) {
        for (String who : sides(all)) {
          List<Input> inputs = new ArrayList<>();
          logs.inputs().stream()
              .filter(input -> who.isEmpty() || input.participant().equals(who))
              .forEach(inputs::add);
          inputs.addAll(beside(all, roles));
          Capture part = new Capture(all.name(), all.participants(), inputs);
          out.put(events.getKey() + " of " + who + " with " + roles, part);
        }
      }
      for (int tenth = 1; tenth < 10; tenth += tenth < 6 ? 1 : 2) {
        for (boolean from : new boolean[] {true, false}) {
          Capture cut = FewerEvents.cut(few, all, events.getValue(), tenth, from);
          out.put(events.getKey() + (from ? " from " : " to ") + tenth, cut);
          List<Input> inputs = new ArrayList<>(cut.inputs());
          inputs.addAll(beside(all, List.of(InputRole.SOCKET)));
          out.put(
              events.getKey() + (from ? " from " : " to ") + tenth + ", sockets",
              new Capture(all.name(), all.participants(), inputs));
        }
      }
    }
    return out;
  }

  /** Both, each by itself. */
  private static Set<String> sides(Capture all) {
    Set<String> out = new TreeSet<>(all.participants());
    out.add("");
    return out;
  }

  private static List<Input> beside(Capture all, List<InputRole> roles) {
    List<Input> out = new ArrayList<>();
    for (InputRole role : roles) {
      out.addAll(all.with(role));
      if (role == InputRole.STREAM) {
        out.addAll(all.with(InputRole.DESCRIPTORS));
      }
    }
    return out;
  }

  private static List<List<InputRole>> choices(InputRole... roles) {
    List<List<InputRole>> out = new ArrayList<>();
    for (int bits = 0; bits < 1 << roles.length; bits++) {
      List<InputRole> choice = new ArrayList<>();
      for (int i = 0; i < roles.length; i++) {
        if ((bits >> i & 1) == 1) {
          choice.add(roles[i]);
        }
      }
      out.add(choice);
    }
    return out;
  }
}
