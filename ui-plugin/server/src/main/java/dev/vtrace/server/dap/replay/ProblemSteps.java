// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the step at which each problem shows. */
final class ProblemSteps {
  private final Map<String, TreeMap<Long, Integer>> places = new HashMap<>();
  private final List<ReplayStep> steps;

  private ProblemSteps(List<ReplayStep> steps) {
    this.steps = steps;
    for (ReplayStep step : steps) {
      // Operations that were left out stand beside the event that they are told by.
      if (!(step.detail() instanceof Detail.AbsenceDetail)) {
        places
            .computeIfAbsent(step.evidence().file(), f -> new TreeMap<>())
            .putIfAbsent(where(step.evidence()), step.index());
      }
    }
  }

  static Map<Integer, List<Problem>> of(CheckResult result, List<ReplayStep> steps) {
    ProblemSteps finder = new ProblemSteps(steps);
    Map<Integer, List<Problem>> out = new TreeMap<>();
    for (Problem problem : result.problems()) {
      out.computeIfAbsent(finder.step(problem), i -> new ArrayList<>()).add(problem);
    }
    return out;
  }

  private static long where(Evidence evidence) {
    return evidence.line() >= 0 ? evidence.line() : evidence.offset();
  }

  private int step(Problem problem) {
    for (Evidence evidence : problem.evidence()) {
      TreeMap<Long, Integer> file = places.get(evidence.file());
      Map.Entry<Long, Integer> before = file == null ? null : file.floorEntry(where(evidence));
      if (before != null) {
        return before.getValue();
      }
    }
    int at = steps.size() - 1;
    while (problem.timeNs() >= 0 && at > 0 && steps.get(at).timeNs() > problem.timeNs()) {
      at--;
    }
    return at;
  }
}
