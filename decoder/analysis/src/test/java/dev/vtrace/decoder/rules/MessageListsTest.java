// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.MessageRow;
import dev.vtrace.decoder.messages.MessageTable;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every message that is known, in each form that a log may have it in: alone, after a program's
 * name, chained as QEMU does from 10.2 on. Prints which code each has.
 */
class MessageListsTest {
  private static final String LOADING = "load of migration failed: Invalid argument: ";
  private static final Set<String> TABLE = new LinkedHashSet<>();

  @TestFactory
  Stream<DynamicTest> messagesOfQemu() throws IOException {
    List<String> listed = list("qemu-messages.txt");
    Set<String> lines = new LinkedHashSet<>(listed);
    for (MessageRow row : MessageTable.rows()) {
      if (!row.backEnd() && row.code() != null && !row.family().equals("fatal")) {
        lines.addAll(row.examples());
      }
    }
    return lines.stream()
        .map(line -> DynamicTest.dynamicTest(line, () -> qemu(line, listed.contains(line))));
  }

  @TestFactory
  Stream<DynamicTest> messagesOfBackEnds() throws IOException {
    Set<String> lines = new LinkedHashSet<>(list("backend-messages.txt"));
    for (MessageRow row : MessageTable.rows()) {
      if (row.backEnd()) {
        lines.addAll(row.examples());
      }
    }
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> backEnd(line)));
  }

  private static void qemu(String line, boolean listed) {
    Problem alone = first(Make.run().trace("dst", "qemu-system-x86_64: " + line).build(), line);
    assertThat(alone.code()).isNotEqualTo(Code.QEMU_REPORTED);
    note(line, alone);
    if (listed) {
      // Without a name before it, as where somebody pastes what follows it.
      Problem bare = first(Make.run().trace("dst", line).build(), line);
      assertThat(bare.code()).isEqualTo(alone.code());
    }
    for (String program : List.of("kvm: ", "/usr/libexec/qemu-kvm: ", "(qemu) qemu-8.2: ")) {
      Problem named = first(Make.run().trace("dst", program + line).build(), line);
      assertThat(named.code()).isEqualTo(alone.code());
      assertThat(named.message()).isEqualTo(alone.message());
    }
    CheckedRun chained = Make.run().trace("dst", "qemu-system-x86_64: " + LOADING + line).build();
    List<Problem> problems = Checker.check(chained).problems();
    assertThat(problems).extracting(Problem::code).contains(Code.MIGRATION_FAILED);
    if (alone.code() != Code.CHANNEL_WITHOUT_FDS) {
      assertThat(problems).extracting(Problem::code).contains(alone.code());
    }
  }

  private static void backEnd(String line) {
    Problem alone = first(Make.run().trace("backend", line).build(), line);
    assertThat(alone.code()).isNotEqualTo(Code.BACKEND_REPORTED);
    note(line, alone);
  }

  private static Problem first(CheckedRun run, String line) {
    List<Problem> problems = Checker.check(run).problems();
    assertThat(problems).as(line).isNotEmpty();
    assertThat(problems.get(0).evidence()).isNotEmpty();
    return problems.get(0);
  }

  private static void note(String line, Problem problem) {
    String shown = line.length() > 70 ? line.substring(0, 67) + "..." : line;
    String first = problem.rank() == Rank.CONSEQUENCE ? "follow-up" : "first";
    String device = problem.path().contains("/") ? problem.path() : "";
    TABLE.add(
        String.format(
            Locale.ROOT, "%-70s %s %-9s %s", shown, problem.code().code(), first, device));
  }

  private static List<String> list(String name) throws IOException {
    Path file = Recordings.root().resolve("../shared/wild").resolve(name).normalize();
    return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : List.of();
  }

  @AfterAll
  static void print() {
    TABLE.forEach(System.out::println);
  }
}
