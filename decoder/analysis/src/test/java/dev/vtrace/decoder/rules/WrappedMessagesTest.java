// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.messages.MessageRow;
import dev.vtrace.decoder.messages.MessageTable;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.trace.Wrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every message that is known, in every wrapper: the same finding in the line of the file. */
class WrappedMessagesTest {
  private static final String QEMU = "qemu-system-x86_64: ";
  private static final List<String> CHAINS =
      List.of(
          "",
          "load of migration failed: Invalid argument: ",
          "error while loading state for instance 0x0 of device '0000:00:04.0/virtio-blk': ");

  /** What another wording adds, or tells with more. */
  private static final Set<Code> OF_LOADS =
      EnumSet.of(Code.MIGRATION_FAILED, Code.LOAD_FIELD_FAILED, Code.CHANNEL_WITHOUT_FDS);

  /** What each line is without a wrapper, which is the same for all wrappers. */
  private static final Map<String, Set<Code>> PLAIN = new HashMap<>();

  @TempDir Path folder;

  private static Set<String> messages(boolean backEnd) throws IOException {
    Set<String> out = new LinkedHashSet<>();
    String name = backEnd ? "backend-messages.txt" : "qemu-messages.txt";
    Path list = Recordings.root().resolve("../shared/wild").resolve(name).normalize();
    if (Files.exists(list)) {
      out.addAll(Files.readAllLines(list));
    }
    for (MessageRow row : MessageTable.rows()) {
      boolean own = row.code() != null && !row.family().equals("fatal");
      if (row.backEnd() == backEnd && own) {
        out.addAll(row.examples());
      }
    }
    return out;
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfQemu(Wrapper wrapper) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String message : messages(false)) {
      for (String chain : CHAINS) {
        Path log = folder.resolve("dst.log");
        Set<Code> plain = plain(log, QEMU + chain + message);
        Set<Code> alone = EnumSet.copyOf(plain(log, QEMU + message));
        alone.removeAll(OF_LOADS);
        Set<Code> found = codes(log, QEMU + chain + message, wrapper);
        if (found.isEmpty() || !found.equals(plain) || !found.containsAll(alone)) {
          wrong.add(chain + message + " " + found + " not " + plain + " with " + alone);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfBackEnds(Wrapper wrapper) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String message : messages(true)) {
      Path log = folder.resolve("backend.log");
      Set<Code> plain = plain(log, message);
      Set<Code> found = codes(log, message, wrapper);
      if (found.isEmpty() || !found.equals(plain) || found.contains(Code.BACKEND_REPORTED)) {
        wrong.add(message + " " + found + " not " + plain);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Set<Code> plain(Path log, String line) throws IOException {
    Set<Code> known = PLAIN.get(line);
    if (known == null) {
      known = codes(log, line, Wrapper.NONE);
      PLAIN.put(line, known);
    }
    return known;
  }

  /** What is found in the third line of a log. */
  private static Set<Code> codes(Path log, String line, Wrapper wrapper) throws IOException {
    boolean backEnd = log.endsWith("backend.log");
    String before = backEnd ? "VHOST_CONFIG: (/tmp/v.sock) new device, handle is 0" : "";
    String good = before.isEmpty() ? QEMU + "warning: nothing is wrong here" : before;
    Files.write(log, List.of(wrapper.wrap(good), wrapper.wrap(good), wrapper.wrap(line)));
    InputRole role = backEnd ? InputRole.BACKEND_LOG : InputRole.TRACE;
    LooseFiles files = new LooseFiles();
    CheckedRun run =
        CheckedRun.of((backEnd ? files.add(role, log) : files.trace("destination", log)).capture());
    Set<Code> out = EnumSet.noneOf(Code.class);
    for (Problem problem : Checker.check(run).problems()) {
      assertThat(problem.evidence()).as(line).allMatch(place -> place.line() == 3);
      out.add(problem.code());
    }
    return out;
  }

  @ParameterizedTest
  @EnumSource
  void logsOfGoodRunsSayNothing(Wrapper wrapper) throws IOException {
    for (Path log : goodLogs()) {
      Path file = folder.resolve("good.log");
      try (Stream<String> lines = Files.lines(log)) {
        Files.write(file, lines.map(wrapper::wrap).toList());
      }
      String side = log.endsWith("trace-source.log") ? "source" : "destination";
      CheckedRun run = CheckedRun.of(new LooseFiles().trace(side, file).capture());
      assertThat(Checker.check(run).problems())
          .as(log.toString())
          .allMatch(problem -> problem.severity() == Severity.INFO);
    }
  }

  /** What QEMU writes in runs of the corpus that succeeded. */
  private static List<Path> goodLogs() throws IOException {
    Path corpus = Recordings.root().resolve("../shared/corpus").normalize();
    if (!Files.isDirectory(corpus)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(corpus, 2)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }
}
