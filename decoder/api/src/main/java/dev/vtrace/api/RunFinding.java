// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One thing that was found in a run, with every place that shows it.
 *
 * @param code stable code, as {@code VT3114}; never reused
 * @param title headline of the page about the code; absent where it has no page
 * @param path what it is about: a device, a connection and a queue, a field; may be empty
 * @param text one sentence with the facts of this case
 * @param evidence the first place is where to look; empty only if a thing is missing everywhere
 * @param hint what to do about it
 * @param migration number of the migration that it belongs to
 * @param follows the finding that it follows from
 */
public record RunFinding(
    String code,
    FindingSeverity severity,
    FindingRank rank,
    Optional<String> title,
    String path,
    String text,
    OptionalLong timeNs,
    List<EvidencePlace> evidence,
    String hint,
    OptionalInt migration,
    Optional<RunFinding> follows) {
  public RunFinding {
    evidence = List.copyOf(evidence);
  }

  /** How bad it is. */
  public enum FindingSeverity {
    ERROR,
    WARNING,
    INFO
  }

  /** How near it lies to the root of the problem. */
  public enum FindingRank {
    /** Set up wrongly, or asked for: nothing else has to be wrong for it to happen. */
    CAUSE,
    /** An end broke the protocol. */
    FAULT,
    /** What somebody said when it was too late. */
    CONSEQUENCE,
    /** What a decoder met: damage. */
    DECODING,
    /** Explains what looks odd but is right. */
    NOTE
  }
}
