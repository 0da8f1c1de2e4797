// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.run.Finding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The one model that all views read: who took part, what each did and left out, and what proves it.
 * Immutable.
 *
 * @param name of the capture
 * @param windows starts and stops, in the order of time as far as there is one
 * @param around groups of messages between them: connecting, dirty logging, queries
 * @param rings states of the rings
 * @param messages every message that was seen
 * @param downtimes of the migrations that stopped the guest
 */
public record Migration(
    String name,
    List<Participant> participants,
    List<Attempt> attempts,
    List<Device> devices,
    List<Window> windows,
    List<Window> around,
    List<RingInterval> rings,
    List<WireMark> messages,
    List<Descriptor> descriptors,
    List<StreamMark> streams,
    List<Downtime> downtimes,
    List<Finding> findings) {
  /** How many operations of all windows have each verdict. */
  public Map<Verdict, Integer> totals() {
    Map<Verdict, Integer> totals = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      int count = 0;
      for (Window window : windows) {
        count += window.count(verdict);
      }
      totals.put(verdict, count);
    }
    return totals;
  }

  /** What became of the back-end in the migration of a window; empty where nothing tells. */
  public String handOver(Window window) {
    Attempt attempt = window.attempt() == 0 ? null : attempts.get(window.attempt() - 1);
    return window
        .transfer()
        .words(attempt == null ? Attempt.AttemptOutcome.UNKNOWN : attempt.outcome());
  }

  /** The windows of each attempt by its number, and of none by 0. */
  public Map<Integer, List<Window>> byAttempt() {
    return windows.stream().collect(Collectors.groupingBy(Window::attempt));
  }

  /** The windows of an attempt, or for 0 those of none. */
  public List<Window> windows(int attempt) {
    return windows.stream().filter(window -> window.attempt() == attempt).toList();
  }
}
