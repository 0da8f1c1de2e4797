// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.evidence.EventSwitches;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of the needs of rules a run has. */
public final class EvidenceAtHand {
  private static final Set<Event> WINDOWS =
      EnumSet.of(
          Event.DEV_START_IN,
          Event.DEV_STOP_IN,
          Event.DEVICE_START_IN,
          Event.DEVICE_STOP_IN,
          Event.QUEUE_START_IN,
          Event.QUEUE_STOP_IN,
          Event.MESSAGE_SENT);

  /** Kinds of files that hold what QEMU itself prints; a simpletrace file has events only. */
  private static final Set<String> SPOKEN =
      Set.of(InputKind.QEMU_LOG.label(), InputKind.TEXT.label(), InputKind.EMPTY.label());

  private final CheckedRun run;
  private final EventSwitches switches;
  private final Set<EvidenceNeed> found = EnumSet.noneOf(EvidenceNeed.class);
  private final Set<String> sources = new HashSet<>();
  private final Set<String> destinations = new HashSet<>();

  private EvidenceAtHand(CheckedRun run) {
    this.run = run;
    this.switches = new EventSwitches(run.qmp());
    for (Attempt attempt : run.migration().attempts()) {
      sources.add(attempt.source());
      destinations.add(attempt.destination());
    }
    Map<String, String> kinds =
        run.files().stream()
            .collect(Collectors.toMap(FileRead::file, FileRead::kind, (one, two) -> one));
    for (Participant participant : run.migration().participants()) {
      if (participant.role() == Role.SOURCE) {
        sources.add(participant.name());
      } else if (participant.role() == Role.DESTINATION) {
        destinations.add(participant.name());
      }
      boolean speaks =
          participant.evidence().stream()
              .anyMatch(file -> SPOKEN.contains(kinds.getOrDefault(file, "")));
      if (speaks && participant.role() != Role.BACKEND) {
        add(EvidenceNeed.LOG);
        side(participant.name(), EvidenceNeed.SOURCE_LOG, EvidenceNeed.DESTINATION_LOG);
      }
    }
    logs();
    rest();
  }

  /** The needs that a run meets. */
  public static Set<EvidenceNeed> of(CheckedRun run) {
    return new EvidenceAtHand(run).found;
  }

  private void add(EvidenceNeed need) {
    found.add(need);
  }

  private void side(String participant, EvidenceNeed source, EvidenceNeed destination) {
    if (sources.contains(participant)) {
      add(source);
    }
    if (destinations.contains(participant)) {
      add(destination);
    }
  }

  /** People switch events on alike on both sides; a destination that fails early has none. */
  private void alike(Set<String> tracing) {
    boolean one =
        found.contains(EvidenceNeed.SOURCE_EVENTS)
            || found.contains(EvidenceNeed.DESTINATION_EVENTS);
    for (String participant : one ? tracing : Set.<String>of()) {
      side(participant, EvidenceNeed.SOURCE_EVENTS, EvidenceNeed.DESTINATION_EVENTS);
    }
  }

  private void logs() {
    Set<String> tracing = new HashSet<>();
    for (ProcessLog log : run.logs()) {
      if (!log.backendLines().isEmpty()) {
        add(EvidenceNeed.BACKEND_LOG);
      }
      Set<Event> events = events(log);
      if (!log.events().isEmpty()) {
        tracing.add(log.participant());
      }
      if (WINDOWS.stream().anyMatch(events::contains)) {
        side(log.participant(), EvidenceNeed.SOURCE_EVENTS, EvidenceNeed.DESTINATION_EVENTS);
      }
      if (events.contains(Event.DESCRIPTOR_SENT) && sources.contains(log.participant())) {
        add(EvidenceNeed.SOURCE_DESCRIPTORS);
      }
      if (events.contains(Event.DESCRIPTOR_TAKEN) && destinations.contains(log.participant())) {
        add(EvidenceNeed.DESTINATION_DESCRIPTORS);
      }
      if (events.contains(Event.OUTGOING_CHANNEL) || events.contains(Event.INCOMING_CHANNEL)) {
        add(EvidenceNeed.CHANNEL_EVENTS);
      }
      if (events.contains(Event.MIGRATION_STATE)) {
        side(log.participant(), EvidenceNeed.SOURCE_STATES, EvidenceNeed.DESTINATION_STATES);
      }
    }
    alike(tracing);
  }

  /** Events that a log has, or would have had if they had happened. */
  private Set<Event> events(ProcessLog log) {
    Set<Event> out = EnumSet.noneOf(Event.class);
    for (TraceEvent event : log.events()) {
      if (event.known() != null) {
        out.add(event.known());
      }
    }
    String monitor =
        run.migration().participants().stream()
            .filter(each -> each.name().equals(log.participant()))
            .map(Participant::monitor)
            .findFirst()
            .orElse(log.participant());
    for (Event event : List.of(Event.DESCRIPTOR_SENT, Event.DESCRIPTOR_TAKEN)) {
      if (switches.everOn(monitor, event)) {
        out.add(event);
      }
    }
    return out;
  }

  private void rest() {
    if (!run.qmp().isEmpty()) {
      add(EvidenceNeed.QMP);
    }
    boolean transfer =
        run.migration().windows().stream().anyMatch(each -> each.transfer() == Transfer.YES);
    if (!run.connections().isEmpty()) {
      add(EvidenceNeed.SOCKET);
    }
    if (run.connections().size() > 1 || transfer && !run.connections().isEmpty()) {
      add(EvidenceNeed.BOTH_SOCKETS);
    }
    if (!run.streams().isEmpty()) {
      add(EvidenceNeed.STREAM);
    }
    for (Descriptor descriptor : run.migration().descriptors()) {
      boolean stream = descriptor.channel() == Descriptor.DescriptorChannel.STREAM;
      boolean recorded =
          descriptor.sightings().stream()
              .anyMatch(each -> each.kind() == Descriptor.SightingKind.ON_THE_WIRE);
      if (stream && recorded) {
        add(EvidenceNeed.STREAM_DESCRIPTORS);
      }
      if (stream && descriptor.identity() != null && descriptor.identity().known()) {
        add(EvidenceNeed.IDENTITIES);
      }
    }
  }
}
