// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.trace.InputKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that was found, to be shown at its moment.
 *
 * @param timeNs nanoseconds since the epoch, -1 for none
 * @param name a few characters, such as the code of a finding
 * @param backEnd whether a back-end told it
 * @param failed whether it is an error
 * @param text what was found
 * @param path what it is about: a process, a device, a connection; may be empty
 * @param attempt number of the migration that it belongs to, 0 for none
 * @param cause position of the mark that it follows from, -1 for none
 * @param evidence at least one place; the first tells whose it is
 */
public record Mark(
    long timeNs,
    String name,
    boolean backEnd,
    boolean failed,
    String text,
    String path,
    int attempt,
    int cause,
    List<Evidence> evidence) {
  public Mark {
    evidence = List.copyOf(evidence);
  }

  /** A mark for each error and warning that has a place, in the order of the result. */
  public static List<Mark> of(CheckResult check) {
    Set<String> backEnds = new HashSet<>();
    for (FileRead file : check.files()) {
      if (file.kind().equals(InputKind.BACKEND_LOG.label())) {
        backEnds.add(file.file());
      }
    }
    Map<Problem, Integer> positions = new IdentityHashMap<>();
    List<Problem> shown = new ArrayList<>();
    for (Problem problem : check.problems()) {
      if (problem.severity() != Severity.INFO && !problem.evidence().isEmpty()) {
        positions.put(problem, shown.size());
        shown.add(problem);
      }
    }
    List<Mark> out = new ArrayList<>();
    for (Problem problem : shown) {
      out.add(
          new Mark(
              problem.timeNs(),
              problem.code().code(),
              backEnds.contains(problem.evidence().get(0).file()),
              problem.severity() == Severity.ERROR,
              problem.message(),
              problem.path(),
              problem.attempt(),
              positions.getOrDefault(problem.root(), -1) == out.size()
                  ? -1
                  : positions.getOrDefault(problem.root(), -1),
              problem.evidence()));
    }
    return List.copyOf(out);
  }
}
