// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.model.Evidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what one rule finds. Damaged input must not fill memory, so there is a limit. */
public final class ProblemCollector {
  private static final int MOST = 20;

  private final Rule rule;
  private final List<AttemptFacts> attempts;
  private final List<Problem> problems = new ArrayList<>();
  private int attempt;
  private int more;

  public ProblemCollector(Rule rule, List<AttemptFacts> attempts) {
    this.rule = rule;
    this.attempts = attempts;
  }

  /** The migrations of the run. */
  public List<AttemptFacts> attempts() {
    return attempts;
  }

  /** The migration with a number, or null. */
  public @Nullable AttemptFacts attempt(int number) {
    return number > 0 && number <= attempts.size() ? attempts.get(number - 1) : null;
  }

  /** The number of the migration that something which a process tells belongs to, or 0. */
  public int attemptOf(String participant, long timeNs) {
    return attempts.isEmpty() ? 0 : attempts.get(0).index().periods.at(participant, timeNs);
  }

  /** What is reported from here on belongs to this migration; 0 for what is not known. */
  public ProblemCollector in(int attempt) {
    this.attempt = attempt;
    return this;
  }

  /** Reports a problem. */
  public void add(String path, long timeNs, String message, List<Evidence> evidence) {
    if (problems.size() < MOST) {
      problems.add(
          new Problem(rule.code(), rule.rank(), path, message, timeNs, evidence).in(attempt));
    } else {
      more++;
    }
  }

  /** Reports a problem that shows in one place. */
  public void add(String path, long timeNs, String message, Evidence place) {
    add(path, timeNs, message, List.of(place));
  }

  public List<Problem> problems() {
    if (more > 0) {
      String text = more + " more of this kind";
      problems.add(new Problem(rule.code(), rule.rank(), "", text, Long.MAX_VALUE, List.of()));
      more = 0;
    }
    return problems;
  }
}
