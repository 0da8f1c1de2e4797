// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.rules.CheckResult;
import java.util.Set;

/**
 * A part of a run that somebody wants to look at. An empty set stands for everything.
 *
 * @param devices names, or patterns of them, whole or without the bus address
 * @param queues numbers; what concerns a device as a whole is not among them
 * @param migrations numbers; 0 is what lies outside of migrations
 * @param verdicts of operations; of descriptors and findings, those that rest on their evidence
 * @param participants names or roles
 */
public record RunFilter(
    Set<String> devices,
    Set<Integer> queues,
    Set<Integer> migrations,
    Set<Verdict> verdicts,
    Set<String> participants) {
  private static final RunFilter ALL =
      new RunFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

  public RunFilter {
    devices = Set.copyOf(devices);
    queues = Set.copyOf(queues);
    migrations = Set.copyOf(migrations);
    verdicts = Set.copyOf(verdicts);
    participants = Set.copyOf(participants);
  }

  /** Whether it leaves nothing out. */
  public boolean isAll() {
    return equals(ALL);
  }

  /** The run with only that part of its windows, rings, messages and descriptors. */
  public Migration of(Migration run) {
    return isAll() ? run : new RunPart(this, run).migration();
  }

  /** A result with only the findings on that part of a run. */
  public CheckResult of(CheckResult result, Migration run) {
    return isAll() ? result : result.keeping(new RunPart(this, run)::concerns);
  }

  /** What a run does not have of what is wanted, in a sentence with what it has; else empty. */
  public String missing(Migration run) {
    return isAll() ? "" : new RunPart(this, run).missing();
  }
}
