// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rundiff;

import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.diagnostics.Severity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What two runs differ in. Immutable.
 *
 * @param compared how many operations of windows that hand devices over were compared
 * @param operations those whose verdicts differ
 * @param messages requests that were sent more or less often
 * @param descriptors descriptors that were passed more or less often
 * @param findings what {@code check} says of one run and not, or not as often, of the other
 */
public record RunDiff(
    RunTotals a,
    RunTotals b,
    int compared,
    List<Changed> operations,
    List<OccurrenceCount> messages,
    List<OccurrenceCount> descriptors,
    List<FindingCount> findings) {
  public RunDiff {
    operations = List.copyOf(operations);
    messages = List.copyOf(messages);
    descriptors = List.copyOf(descriptors);
    findings = List.copyOf(findings);
  }

  /**
   * A run as such.
   *
   * @param outcomes how each migration ended
   * @param downtime by phase, of all migrations together, in nanoseconds
   */
  public record RunTotals(
      String name, List<String> outcomes, Map<Downtime.DowntimePart, Long> downtime) {
    /** All of the downtime. */
    public long downtimeNs() {
      long sum = 0;
      for (long length : downtime.values()) {
        sum += length;
      }
      return sum;
    }
  }

  /**
   * Where an operation stands, the same in both runs.
   *
   * @param attempt number of the migration
   * @param device name of it in the first run that has it
   * @param number counts operations of the same name in one window
   */
  public record OperationPlace(
      int attempt,
      Role role,
      Phase phase,
      Window.WindowKind kind,
      String device,
      String operation,
      int queue,
      Operation.OperationStep step,
      int number) {}

  /**
   * Where an operation stands in the ledger of one run.
   *
   * @param window id of its window
   * @param index position in the list of that window
   */
  public record LedgerPlace(String window, int index) {}

  /**
   * An operation whose verdict differs; verdicts and places are null where a run has no such
   * operation.
   *
   * @param inBefore where it stands in the first run
   * @param inAfter where it stands in the second one
   */
  public record Changed(
      OperationPlace place,
      @Nullable Verdict before,
      @Nullable Verdict after,
      String why,
      @Nullable LedgerPlace inBefore,
      @Nullable LedgerPlace inAfter) {}

  /**
   * How often something was there.
   *
   * @param side role of a participant, or its name where it has none
   */
  public record OccurrenceCount(String side, String what, int before, int after) {}

  /**
   * What is said of a run, by code.
   *
   * @param message the first of these findings, in the run that has more of them
   */
  public record FindingCount(
      String code, Severity severity, String message, int before, int after) {}

  /** How many differences there are. Lengths of time always differ and do not count. */
  public int differences() {
    int outcome = a.outcomes().equals(b.outcomes()) ? 0 : 1;
    return outcome + operations.size() + messages.size() + descriptors.size() + findings.size();
  }
}
