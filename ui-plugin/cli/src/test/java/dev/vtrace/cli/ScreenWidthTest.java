// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** No line of any command is wider than the screen, whatever the recording. */
class ScreenWidthTest {
  private static final int[] WIDTHS = {60, 80, 100, 160};

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("why", "-v"),
          List.of("skips"),
          List.of("skips", "-v"),
          List.of("skips", "--summary"),
          List.of("check", "-v"),
          List.of("check", "--each"),
          List.of("fds"),
          List.of("timeline"),
          List.of("setup", "-v"),
          List.of("log", "-w", "kind != 'event'"));

  private static final List<List<String>> STREAM_COMMANDS =
      List.of(
          List.of("decode"),
          List.of("decode", "--ram"),
          List.of("decode", "--offsets", "--hex", "--section", "*virtio*"),
          List.of("decode", "--offsets", "--section", "*vhost*"));

  @TestFactory
  Stream<DynamicTest> everyLineFits() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Path before = null;
    for (Path capture : captures()) {
      for (List<String> command : COMMANDS) {
        test(tests, command, capture);
      }
      if (before != null) {
        test(tests, List.of("diff", before.toString()), capture);
      }
      before = capture;
      Path stream = capture.resolve("stream.bin");
      if (Files.exists(stream)) {
        for (List<String> command : STREAM_COMMANDS) {
          test(tests, command, stream);
        }
      }
    }
    return tests.stream();
  }

  /** The wordiest ones: failures, chains, many queues, several devices. */
  private static List<Path> captures() throws IOException {
    Path shared = LspCapture.root().resolve("../shared/captures").normalize();
    List<Path> out = new ArrayList<>();
    for (String name :
        List.of("fail-nvqs-mismatch", "transfer-linux-4q", "transfer-chain-two-hops")) {
      if (Files.isDirectory(shared.resolve(name))) {
        out.add(shared.resolve(name));
      }
    }
    Path samples = LspCapture.root().resolve("samples");
    for (String name : List.of("backend-transfer-failed", "backend-transfer-2q", "two-devices")) {
      out.add(samples.resolve(name));
    }
    return out;
  }

  private static void test(List<DynamicTest> tests, List<String> command, Path input) {
    tests.add(
        DynamicTest.dynamicTest(
            String.join(" ", command) + " " + input.getFileName(),
            () -> {
              for (int width : WIDTHS) {
                List<String> words = new ArrayList<>(command);
                words.addAll(List.of("--width", Integer.toString(width), input.toString()));
                Run run = Run.vtrace(words.toArray(String[]::new));
                assertThat(run.status()).as(run.err()).isIn(ExitStatus.OK, ExitStatus.FOUND_WRONG);
                fits(run.out(), width);
              }
            }));
  }

  private static void fits(String text, int width) {
    assertThat(text).isNotBlank();
    assertThat(text.lines())
        .allMatch(line -> line.codePointCount(0, line.length()) <= width)
        .noneMatch(line -> line.endsWith(" "));
  }

  @Test
  void listsAndHelpFitTheNarrowestScreenThatTheyAreSetFor() {
    for (int width : WIDTHS) {
      fits(Run.vtrace("check", "--list", "--width", Integer.toString(width)).out(), width);
    }
  }

  @Test
  void tablesOfFleetsFit(@TempDir Path folder) {
    List<String> captures = new ArrayList<>();
    for (String name : List.of("backend-transfer-failed", "backend-transfer-2q", "ordinary-2q")) {
      captures.add(LspCapture.root().resolve("samples").resolve(name).toString());
    }
    String all = folder.resolve("all").toString();
    String one = folder.resolve("one").toString();
    List<String> summarize = new ArrayList<>(List.of("summarize"));
    summarize.addAll(captures);
    summarize.addAll(List.of("-o", all));
    Run.vtrace(summarize.toArray(String[]::new));
    Run.vtrace("summarize", captures.get(2), "-o", one);
    for (int width : WIDTHS) {
      String wide = Integer.toString(width);
      List<String> table = new ArrayList<>(List.of("summarize", "--width", wide));
      table.addAll(captures);
      Run summary = Run.vtrace(table.toArray(String[]::new));
      fits(summary.out(), width);
      assertThat(summary.out()).contains("3 migrations: 2 completed, 1");
      Run change =
          Run.vtrace("compare-fleet", "--width", wide, "--fail-on", "new-errors", one, all);
      fits(change.out(), width);
      assertThat(change.out()).contains("\nfailed  new-errors", "  1 capture  ");
    }
  }

  @Test
  void everyWordIsThereAtEveryWidth() {
    String sample = LspCapture.root().resolve("samples/backend-transfer-failed").toString();
    String wide = words(Run.vtrace("check", "-v", "--width", "200", sample).out());
    for (int width : WIDTHS) {
      String text = Run.vtrace("check", "-v", "--width", Integer.toString(width), sample).out();
      assertThat(words(text)).isEqualTo(wide);
    }
  }

  /** Without what folding changes. */
  private static String words(String text) {
    return text.replaceAll("\\s++", "");
  }
}
