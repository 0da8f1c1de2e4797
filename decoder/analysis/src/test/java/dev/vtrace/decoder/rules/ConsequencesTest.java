// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rank;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from what: the table, and links within one migration. */
class ConsequencesTest {
  private static Problem problem(Code code, int attempt) {
    Evidence place = new Evidence("file", 1, 0, "text");
    return new Problem(code, Rank.CAUSE, "", "text", 1, List.of(place)).in(attempt);
  }

  private static List<Problem> link(Problem... problems) {
    return Consequences.link(Make.run().build(), List.of(problems));
  }

  @Test
  void nothingFollowsFromItself() {
    List<Problem> all = new ArrayList<>();
    for (Code code : Code.values()) {
      all.add(problem(code, 1));
    }
    // A circle in the table would not come to an end here.
    for (Problem problem : Consequences.link(Make.run().build(), all)) {
      assertThat(problem.root().follows()).isNull();
    }
  }

  @Test
  void onlyWithinOneMigration() {
    List<Problem> linked =
        link(
            problem(Code.QUEUES_DIFFER, 1),
            problem(Code.MIGRATION_FAILED, 1),
            problem(Code.MIGRATION_FAILED, 2),
            problem(Code.MIGRATION_FAILED, 0));
    assertThat(linked.get(1).follows()).isSameAs(linked.get(0));
    assertThat(linked.get(2).follows()).isNull();
    assertThat(linked.get(3).follows()).isNull();
  }
}
