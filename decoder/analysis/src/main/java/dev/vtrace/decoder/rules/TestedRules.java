// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidenceAtHand;
import dev.vtrace.decoder.rules.model.EvidenceNeed;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rule;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many rules the evidence was enough for.
 *
 * @param all how many rules there are
 * @param tested how many of them had what they need, or found something with less
 * @param lacks what the others need, the most useful first
 */
public record TestedRules(int all, int tested, List<Lack> lacks) {
  public TestedRules {
    lacks = List.copyOf(lacks);
  }

  /**
   * A piece of evidence that is missing.
   *
   * @param rules how many rules wait for it, for some of them with others
   */
  public record Lack(EvidenceNeed need, int rules) {}

  static TestedRules of(CheckedRun run, List<Problem> problems) {
    Set<EvidenceNeed> had = EvidenceAtHand.of(run);
    Set<Code> found = new HashSet<>();
    problems.forEach(problem -> found.add(problem.code()));
    int tested = 0;
    Map<EvidenceNeed, Integer> lacks = new EnumMap<>(EvidenceNeed.class);
    for (Rule rule : Rules.all()) {
      Set<EvidenceNeed> missing = missing(rule, had);
      if (missing.isEmpty() || found.contains(rule.code())) {
        tested++;
      } else {
        missing.forEach(need -> lacks.merge(need, 1, Integer::sum));
      }
    }
    List<Lack> out =
        lacks.entrySet().stream()
            .map(each -> new Lack(each.getKey(), each.getValue()))
            .sorted(Comparator.comparingInt(Lack::rules).reversed().thenComparing(Lack::need))
            .toList();
    return new TestedRules(Rules.all().size(), tested, out);
  }

  /** What a rule lacks by the way that lacks least; empty if it can be tested. */
  private static Set<EvidenceNeed> missing(Rule rule, Set<EvidenceNeed> had) {
    Set<EvidenceNeed> least = null;
    for (Set<EvidenceNeed> way : rule.needs()) {
      Set<EvidenceNeed> missing = EnumSet.copyOf(way);
      missing.removeAll(had);
      least = least == null || missing.size() < least.size() ? missing : least;
    }
    return least == null ? Set.of() : least;
  }
}
