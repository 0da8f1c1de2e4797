// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import java.util.List;

/**
 * How a recorded migration ended.
 *
 * @param status what the source says of it: {@code completed}, {@code failed}, {@code cancelled},
 *     or another state if it was stopped before; {@code unknown} if the source cannot be asked any
 *     more
 * @param failures what else shows that it failed: a sentence each
 */
public record RecordingOutcome(String status, List<String> failures) {
  public RecordingOutcome {
    failures = List.copyOf(failures);
  }

  /** Whether the source says that it is complete, and nothing says otherwise. */
  public boolean completed() {
    return status.equals("completed") && failures.isEmpty();
  }
}
