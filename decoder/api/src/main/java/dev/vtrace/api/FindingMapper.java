// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.RunFinding.FindingRank;
import dev.vtrace.api.RunFinding.FindingSeverity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes {@link RunFinding}s. */
final class FindingMapper {
  private final Map<Problem, RunFinding> made = new IdentityHashMap<>();
  private final Map<String, Optional<String>> titles = new HashMap<>();

  private FindingMapper() {}

  static List<RunFinding> findings(CheckResult result) {
    FindingMapper mapper = new FindingMapper();
    return result.problems().stream().map(mapper::finding).toList();
  }

  private RunFinding finding(Problem problem) {
    RunFinding known = made.get(problem);
    if (known != null) {
      return known;
    }
    String code = problem.code().code();
    RunFinding finding =
        new RunFinding(
            code,
            FindingSeverity.valueOf(problem.severity().name()),
            FindingRank.valueOf(problem.rank().name()),
            titles.computeIfAbsent(code, each -> OptionalValues.text(RulePage.title(each))),
            problem.path(),
            problem.message(),
            OptionalValues.known(problem.timeNs()),
            OptionalValues.places(problem.evidence()),
            problem.hint(),
            OptionalValues.number(problem.attempt()),
            Optional.ofNullable(problem.follows()).map(this::finding));
    made.put(problem, finding);
    return finding;
  }
}
