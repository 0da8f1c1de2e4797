// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Basis;
import dev.vtrace.decoder.analysis.model.Clock.ClockKind;
import dev.vtrace.decoder.analysis.model.Descriptor.DescriptorChannel;
import dev.vtrace.decoder.analysis.model.Descriptor.DescriptorState;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Operation.OperationStep;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.timeline.Item.ItemKind;
import dev.vtrace.decoder.timeline.Lane.LaneKind;
import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import dev.vtrace.decoder.vhostuser.SessionStep.MessageRole;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Constants are passed on by their names, so each of the model has one here, and no more. */
class ConstantsTest {
  private static final Map<Class<? extends Enum<?>>, Class<? extends Enum<?>>> PAIRS =
      Map.ofEntries(
          Map.entry(AttemptOutcome.class, MigrationAttempt.MigrationOutcome.class),
          Map.entry(Basis.class, LedgerOperation.VerdictBasis.class),
          Map.entry(ClockKind.class, RunParticipant.TraceClock.class),
          Map.entry(DescriptorChannel.class, RunDescriptor.DescriptorCarrier.class),
          Map.entry(DescriptorState.class, RunDescriptor.DescriptorFate.class),
          Map.entry(DowntimePart.class, GuestDowntime.DowntimePhase.class),
          Map.entry(OperationStep.class, LedgerOperation.OperationPart.class),
          Map.entry(Phase.class, LedgerWindow.WindowPhase.class),
          Map.entry(Role.class, RunParticipant.ParticipantRole.class),
          Map.entry(Transfer.class, LedgerWindow.BackendTransfer.class),
          Map.entry(Verdict.class, LedgerOperation.OperationVerdict.class),
          Map.entry(WindowKind.class, LedgerWindow.LedgerWindowKind.class),
          Map.entry(InputRole.class, RunFile.FileRole.class),
          Map.entry(Severity.class, RunFinding.FindingSeverity.class),
          Map.entry(Rank.class, RunFinding.FindingRank.class),
          Map.entry(StreamOutcome.class, MigrationStream.StreamEnd.class),
          Map.entry(ItemKind.class, TimelineItem.TimelineItemKind.class),
          Map.entry(LaneKind.class, TimelineLane.TimelineLaneKind.class),
          Map.entry(QmpMessageKind.class, QmpEntry.QmpEntryKind.class),
          Map.entry(MessageRole.class, VhostMessage.MessageUse.class));

  @TestFactory
  Stream<DynamicTest> eachConstantHasItsCounterpart() {
    return PAIRS.entrySet().stream()
        .map(
            pair ->
                DynamicTest.dynamicTest(
                    pair.getValue().getSimpleName(),
                    () ->
                        assertThat(names(pair.getValue()))
                            .containsExactlyInAnyOrder(names(pair.getKey()))));
  }

  private static String[] names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).toArray(String[]::new);
  }
}
