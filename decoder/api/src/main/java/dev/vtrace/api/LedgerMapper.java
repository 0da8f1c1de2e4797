// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.LedgerOperation.OperationPart;
import dev.vtrace.api.LedgerOperation.OperationVerdict;
import dev.vtrace.api.LedgerOperation.VerdictBasis;
import dev.vtrace.api.LedgerWindow.BackendTransfer;
import dev.vtrace.api.LedgerWindow.LedgerWindowKind;
import dev.vtrace.api.LedgerWindow.WindowPhase;
import dev.vtrace.api.MigrationAttempt.MigrationOutcome;
import dev.vtrace.api.RunParticipant.ParticipantClock;
import dev.vtrace.api.RunParticipant.ParticipantRole;
import dev.vtrace.api.RunParticipant.TraceClock;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Window;
import java.util.EnumMap;
import java.util.Map;

/** Makes the {@link Ledger}. */
final class LedgerMapper {
  private LedgerMapper() {}

  static Ledger ledger(Migration migration) {
    Map<OperationVerdict, Integer> totals = new EnumMap<>(OperationVerdict.class);
    migration
        .totals()
        .forEach((verdict, count) -> totals.put(OperationVerdict.valueOf(verdict.name()), count));
    return new Ledger(
        migration.participants().stream().map(LedgerMapper::participant).toList(),
        migration.attempts().stream().map(LedgerMapper::attempt).toList(),
        migration.devices().stream()
            .map(device -> new RunDevice(device.name(), device.participants(), device.queues()))
            .toList(),
        migration.windows().stream().map(LedgerMapper::window).toList(),
        migration.around().stream().map(LedgerMapper::window).toList(),
        totals);
  }

  private static RunParticipant participant(Participant participant) {
    Clock clock = participant.clock();
    return new RunParticipant(
        participant.name(),
        participant.monitor(),
        ParticipantRole.valueOf(participant.role().name()),
        new ParticipantClock(
            TraceClock.valueOf(clock.kind().name()),
            clock.offsetNs(),
            clock.uncertaintyNs(),
            OptionalValues.text(clock.how())),
        participant.evidence());
  }

  private static MigrationAttempt attempt(Attempt attempt) {
    return new MigrationAttempt(
        attempt.number(),
        OptionalValues.text(attempt.source()),
        OptionalValues.text(attempt.destination()),
        OptionalValues.known(attempt.beginNs()),
        OptionalValues.known(attempt.endNs()),
        MigrationOutcome.valueOf(attempt.outcome().name()),
        attempt.why());
  }

  private static LedgerWindow window(Window window) {
    return new LedgerWindow(
        window.id(),
        ParticipantRole.valueOf(window.role().name()),
        window.participant(),
        window.device(),
        LedgerWindowKind.valueOf(window.kind().name()),
        OptionalValues.known(window.beginNs()),
        OptionalValues.known(window.endNs()),
        OptionalValues.number(window.attempt()),
        WindowPhase.valueOf(window.phase().name()),
        BackendTransfer.valueOf(window.transfer().name()),
        window.why(),
        window.failed(),
        window.operations().stream().map(LedgerMapper::operation).toList());
  }

  private static LedgerOperation operation(Operation operation) {
    return new LedgerOperation(
        operation.name(),
        OptionalValues.index(operation.queue()),
        OperationPart.valueOf(operation.step().name()),
        OperationVerdict.valueOf(operation.verdict().name()),
        VerdictBasis.valueOf(operation.basis().name()),
        operation.reason().code(),
        operation.why(),
        OptionalValues.text(operation.reason().wanted()),
        OptionalValues.places(operation.evidence()));
  }
}
