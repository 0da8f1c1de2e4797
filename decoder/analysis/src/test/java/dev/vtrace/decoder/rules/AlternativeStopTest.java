// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recording in which every ring is stopped by GET_VRING_BASE_SKIP_DRAIN tells the same as the one
 * that it was made of.
 */
class AlternativeStopTest {
  private static final String PLAIN = "GET_VRING_BASE";
  private static final String OTHER = "GET_VRING_BASE_SKIP_DRAIN";

  private static final Pattern PROTOCOL_FEATURES =
      Pattern.compile("(\"hex\": \"(?:0f|10)0000000[15]00000008000000)([0-9a-f]{16})\"");

  /** GET_VRING_BASE_INFLIGHT and GET_VRING_BASE_SKIP_DRAIN, in the third byte of the features. */
  private static final long NEEDED = 1L << 20 | 1L << 23;

  private static final Set<String> RUNS =
      Set.of(
          "ordinary-2q",
          "backend-transfer-2q",
          "normal-linux-4q",
          "normal-vhost-user-net",
          "plain-10.2.2-normal",
          "query-queue-status-stops-ring",
          "transfer-linux-2q",
          "transfer-then-reset",
          "v4names-normal-linux-2q",
          "cancel-normal-pre-switchover");

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> everythingIsTheSame() throws IOException {
    List<Path> folders = new ArrayList<>(Recordings.captures());
    folders.add(Recordings.root().resolve("samples/ordinary-2q"));
    List<DynamicTest> tests = new ArrayList<>();
    for (Path each : folders) {
      String name = each.getFileName().toString();
      if (RUNS.contains(name)) {
        Capture all = CaptureFolder.open(each);
        tests.add(test(name, all, InputRole.SOCKET, InputRole.TRACE, InputRole.QMP));
        tests.add(test(name, all, InputRole.SOCKET));
        tests.add(test(name, all, InputRole.TRACE));
        tests.add(test(name, all, InputRole.TRACE, InputRole.STREAM));
      }
    }
    return tests;
  }

  private DynamicTest test(String name, Capture all, InputRole... roles) {
    return DynamicTest.dynamicTest(
        name + " by " + List.of(roles),
        () -> {
          List<Input> before = new ArrayList<>();
          List<Input> after = new ArrayList<>();
          for (Input input : all.only(roles).inputs()) {
            if (input.role() != InputRole.TRACE || input.kind() == InputKind.QEMU_LOG) {
              before.add(input);
              after.add(rewritten(input, name + "-" + roles.length + "-" + after.size()));
            }
          }
          same(
              new Capture(name, all.participants(), before),
              new Capture(name, all.participants(), after));
        });
  }

  private static void same(Capture before, Capture after) throws IOException {
    Migration plain = Analysis.of(before);
    Migration other = Analysis.of(after);
    assertThat(windows(other)).isEqualTo(windows(plain));
    assertThat(other.rings()).isEqualTo(plain.rings());
    assertThat(other.totals()).isEqualTo(plain.totals());
    assertThat(problems(after, other)).isEqualTo(problems(before, plain));
    assertThat(executed(other, PLAIN)).isZero();
    assertThat(executed(other, OTHER)).isEqualTo(executed(plain, PLAIN));
  }

  private static List<String> windows(Migration migration) {
    List<String> out = new ArrayList<>();
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      for (Window w : windows) {
        out.add(
            String.join(
                " ",
                w.id(),
                w.participant(),
                w.device(),
                w.kind().label(),
                w.phase().label(),
                w.transfer().label(),
                w.why()));
        for (Operation o : w.operations()) {
          String name = o.name().equals(OTHER) ? PLAIN : o.name();
          out.add("  " + name + " " + o.queue() + " " + o.step() + " " + o.verdict() + o.why());
        }
      }
    }
    return out;
  }

  private static List<String> problems(Capture capture, Migration migration) throws IOException {
    List<String> out = new ArrayList<>();
    for (Problem problem : Checker.check(CheckedRun.of(capture)).problems()) {
      // What this test itself negotiates may lack what it needs.
      if (problem.code() != Code.PROTOCOL_INCOMPLETE) {
        out.add(problem.code() + " " + problem.message().replace(OTHER, PLAIN));
      }
    }
    return out;
  }

  private static long executed(Migration migration, String name) {
    return migration.windows().stream()
        .flatMap(window -> window.operations().stream())
        .filter(o -> o.name().equals(name) && o.verdict() == Verdict.EXECUTED)
        .count();
  }

  private Input rewritten(Input input, String name) throws IOException {
    if (input.role() != InputRole.TRACE && input.role() != InputRole.SOCKET) {
      return input;
    }
    String text = new String(Recordings.bytes(input.path()), StandardCharsets.UTF_8);
    boolean socket = input.role() == InputRole.SOCKET;
    StringBuilder out = new StringBuilder();
    text.lines().forEach(line -> out.append(socket ? message(line) : event(line)).append('\n'));
    Path file = Files.writeString(folder.resolve(name), out);
    return new Input(file, input.name(), input.kind(), input.role(), input.participant());
  }

  private static String event(String line) {
    return line.replace("req:11 (" + PLAIN + ")", "req:45 (" + OTHER + ")")
        .replace("req:11 ", "req:45 ");
  }

  private static String message(String line) {
    Matcher features = PROTOCOL_FEATURES.matcher(line);
    if (features.find()) {
      long bits = Long.reverseBytes(Long.parseUnsignedLong(features.group(2), 16)) | NEEDED;
      String hex = String.format("%016x", Long.reverseBytes(bits));
      return line.replace(features.group(2) + "\"", hex + "\"");
    }
    return line.replace("\"req\": 11,", "\"req\": 45,")
        .replace("\"" + PLAIN + "\"", "\"" + OTHER + "\"")
        .replace("\"hex\": \"0b000000", "\"hex\": \"2d000000");
  }
}
