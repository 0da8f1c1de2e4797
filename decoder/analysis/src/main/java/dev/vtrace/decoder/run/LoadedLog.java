// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.ReadSummary;
import java.util.List;

/**
 * The log of a back-end.
 *
 * @param file the name that people know it by
 * @param clock what the times of its lines are
 * @param lines as many as are kept
 */
public record LoadedLog(String file, ReadSummary.TimeBasis clock, List<BackendLine> lines) {
  public LoadedLog {
    lines = List.copyOf(lines);
  }
}
