// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.evidence.TransferCapability;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run has of one of its migrations. Rules that look at both sides, at settings or at
 * outcomes do so in one of these, since a process may take part in several.
 */
public record AttemptFacts(Attempt attempt, AttemptIndex index) {
  /** Those of a run, in order. */
  public static List<AttemptFacts> of(CheckedRun run) {
    AttemptIndex index = new AttemptIndex(run);
    return run.migration().attempts().stream()
        .map(attempt -> new AttemptFacts(attempt, index))
        .toList();
  }

  CheckedRun run() {
    return index.run;
  }

  public int number() {
    return attempt.number();
  }

  public String source() {
    return attempt.source();
  }

  public String destination() {
    return attempt.destination();
  }

  /** Whether there is no other one in the run. */
  public boolean alone() {
    return run().migration().attempts().size() == 1;
  }

  /** Events of a process in this migration, and after it until its next one. */
  public List<TraceEvent> events(String participant) {
    return index.events(number(), participant);
  }

  /** The command that made a process source or destination in it, or null. */
  public @Nullable QmpMessage command(String participant) {
    String name = participant.equals(source()) ? "migrate" : "migrate-incoming";
    return index.command(participant, name, begin(participant));
  }

  /** The command by which TLS was on in a process when it began, or null. */
  public @Nullable QmpMessage tls(String participant) {
    return index.tls(participant, begin(participant));
  }

  /** What QMP calls a process. */
  public String monitor(String participant) {
    return index.monitor(participant);
  }

  /** What else the logs of a process say in that time. */
  public List<LogLine> lines(String participant) {
    return index.lines(number(), participant);
  }

  /** What was said at the monitor of a process in that time. */
  public List<QmpMessage> qmp(String participant) {
    return index.qmp(number(), participant);
  }

  /** The log of a process; null if there is none. */
  public @Nullable ProcessLog log(String participant) {
    for (ProcessLog log : run().logs()) {
      if (!participant.isEmpty() && log.participant().equals(participant)) {
        return log;
      }
    }
    return null;
  }

  /** What is on in a QEMU in this; empty where no monitor was recorded. */
  public SortedMap<String, TransferCapability.On> settings(String participant) {
    if (participant.isEmpty()) {
      return new TreeMap<>();
    }
    long begin = begin(participant);
    long end = Math.max(begin, attempt.endNs());
    return index.switches.inForce(index.monitor(participant), begin, end);
  }

  /** Where a QEMU was asked what is on in it, before this ended; or null. */
  public @Nullable Evidence answer(String participant) {
    return participant.isEmpty()
        ? null
        : index.switches.answer(index.monitor(participant), attempt.endNs());
  }

  /** Whether the log of a process would have an event, since it was switched on by QMP. */
  public boolean switchedOn(String participant, Event event) {
    return index.tracing.everOn(index.monitor(participant), event);
  }

  /** Until when a process may be told what to do in it: a destination until the source begins. */
  long begin(String participant) {
    boolean source = participant.equals(source());
    Attempt.End end = source ? attempt.sent() : attempt.received();
    long begin = end == null ? -1 : end.beginNs();
    return source && begin >= 0 ? begin : Math.max(begin, attempt.beginNs());
  }

  /**
   * Until when what happens on a connection is part of it: its end, or where that is not known and
   * there is no other migration, any time; -1 where nothing tells.
   */
  public long until() {
    return attempt.endNs() >= 0 ? attempt.endNs() : alone() ? Long.MAX_VALUE : -1;
  }

  /** Its streams: one, or none. */
  public List<StreamFacts> streams() {
    return index.streams(number());
  }

  /** Whether a device in its stream was handed over. */
  public boolean handsOver() {
    return streams().stream().flatMap(s -> s.devices().stream()).anyMatch(VhostDevice::transfer);
  }

  /** Whether anything shows that a back-end was handed over, or was to be. */
  public boolean transfers() {
    return handsOver()
        || index.skips(number())
        || !settings(source()).isEmpty()
        || !settings(destination()).isEmpty()
        || passes(source())
        || passes(destination());
  }

  /** Whether a descriptor was put into its stream, or taken out of it. */
  public boolean passes(String participant) {
    return events(participant).stream()
        .anyMatch(event -> event.is(Event.DESCRIPTOR_SENT) || event.is(Event.DESCRIPTOR_TAKEN));
  }
}
