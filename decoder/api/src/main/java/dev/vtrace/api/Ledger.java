// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.LedgerOperation.OperationVerdict;
import java.util.List;
import java.util.Map;

/**
 * What every start and stop of a vhost device did and left out.
 *
 * @param windows starts and stops, in the order of time as far as there is one
 * @param around groups of messages between them: connecting, dirty logging, queries
 * @param totals how many operations of the windows have each verdict
 */
public record Ledger(
    List<RunParticipant> participants,
    List<MigrationAttempt> migrations,
    List<RunDevice> devices,
    List<LedgerWindow> windows,
    List<LedgerWindow> around,
    Map<OperationVerdict, Integer> totals) {
  public Ledger {
    participants = List.copyOf(participants);
    migrations = List.copyOf(migrations);
    devices = List.copyOf(devices);
    windows = List.copyOf(windows);
    around = List.copyOf(around);
    totals = Map.copyOf(totals);
  }
}
