// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Takes what one rule finds. Damaged input must not fill memory, so there is a limit. */
public final class Report {
  private static final int MOST = 20;

  private final Rule rule;
  private final List<Problem> problems = new ArrayList<>();
  private int more;

  Report(Rule rule) {
    this.rule = rule;
  }

  /** Reports a problem. */
  public void add(String path, long timeNs, String message, List<Evidence> places) {
    if (problems.size() < MOST) {
      problems.add(new Problem(rule.code(), rule.rank(), path, message, timeNs, places));
    } else {
      more++;
    }
  }

  /** Reports a problem that shows in one place. */
  public void add(String path, long timeNs, String message, Evidence place) {
    add(path, timeNs, message, List.of(place));
  }

  List<Problem> problems() {
    if (more > 0) {
      String text = more + " more of this kind";
      problems.add(new Problem(rule.code(), rule.rank(), "", text, Long.MAX_VALUE, List.of()));
      more = 0;
    }
    return problems;
  }
}
