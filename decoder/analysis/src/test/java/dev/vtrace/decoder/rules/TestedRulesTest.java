// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidenceAtHand;
import dev.vtrace.decoder.rules.model.EvidenceNeed;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What rules need, checked against what they found in recorded runs. */
class TestedRulesTest {
  @Test
  void eachRuleSaysWhatItNeeds() {
    Set<EvidenceNeed> used = EnumSet.noneOf(EvidenceNeed.class);
    for (Rule rule : Rules.all()) {
      assertThat(rule.needs()).as(rule.code().code()).isNotEmpty();
      rule.needs().forEach(used::addAll);
    }
    assertThat(used).containsExactlyInAnyOrder(EvidenceNeed.values());
  }

  /** What found something had what it needs; what logs say may stand in QMP, too. */
  @TestFactory
  List<DynamicTest> whatFoundSomethingHadWhatItNeeds() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    List<Path> folders = new ArrayList<>(Recordings.captures());
    folders.addAll(Recordings.live());
    for (Path folder : folders) {
      String name = folder.getFileName().toString();
      tests.add(DynamicTest.dynamicTest(name, () -> needs(CaptureFolder.open(folder))));
    }
    return tests;
  }

  private static void needs(Capture all) throws IOException {
    CheckedRun run = CheckedRun.of(all);
    Set<EvidenceNeed> had = EvidenceAtHand.of(run);
    CheckResult result = Checker.check(run);
    for (Problem problem : result.problems()) {
      Rule rule = Rules.find(problem.code().code());
      if (rule != null) {
        boolean met = rule.needs().stream().anyMatch(had::containsAll);
        assertThat(met).as(problem.code() + " with " + had).isTrue();
      }
    }
    for (InputRole role : InputRole.values()) {
      if (!all.with(role).isEmpty()) {
        TestedRules part = Checker.check(CheckedRun.of(all.only(role))).tested();
        assertThat(part.tested()).as(role.label()).isLessThanOrEqualTo(result.tested().tested());
        assertThat(part.tested() == part.all()).isEqualTo(part.lacks().isEmpty());
      }
    }
  }

  @Test
  void onlyAStreamTestsOnlyRulesOfStreams() throws IOException {
    Capture all = CaptureFolder.open(Recordings.root().resolve("samples/backend-transfer-2q"));
    TestedRules stream = Checker.check(CheckedRun.of(all.only(InputRole.STREAM))).tested();
    long alone =
        Rules.all().stream()
            .filter(rule -> rule.needs().contains(Set.of(EvidenceNeed.STREAM)))
            .count();
    assertThat(stream.tested()).isEqualTo((int) alone);
    assertThat(stream.lacks().get(0).need()).isEqualTo(EvidenceNeed.SOCKET);
  }

  @Test
  void oneLogLacksTheOtherSide() throws IOException {
    Capture all = CaptureFolder.open(Recordings.root().resolve("samples/backend-transfer-2q"));
    List<Input> own =
        all.only(InputRole.TRACE).inputs().stream()
            .filter(input -> input.participant().startsWith("s"))
            .toList();
    CheckedRun run = CheckedRun.of(new Capture("", List.of(), own));
    assertThat(Checker.check(run).tested().lacks())
        .extracting(TestedRules.Lack::need)
        .contains(
            EvidenceNeed.SOCKET,
            EvidenceNeed.STREAM,
            EvidenceNeed.DESTINATION_LOG,
            EvidenceNeed.DESTINATION_EVENTS)
        .doesNotContain(EvidenceNeed.SOURCE_LOG, EvidenceNeed.SOURCE_EVENTS);
  }
}
