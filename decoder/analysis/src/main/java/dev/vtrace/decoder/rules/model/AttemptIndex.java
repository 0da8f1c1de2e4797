// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.evidence.EventSwitches;
import dev.vtrace.decoder.analysis.evidence.TransferCapability;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The evidence of a run by its migrations, put in order in one pass. */
public final class AttemptIndex {
  private static final Set<Event> WANTED =
      EnumSet.of(
          Event.DESCRIPTOR_SENT,
          Event.DESCRIPTOR_TAKEN,
          Event.MIGRATION_STATE,
          Event.MIGRATION_CLEANUP,
          Event.OUTGOING_CHANNEL,
          Event.INCOMING_CHANNEL);

  /** The credentials of TLS in the command that sets them; empty to have none. */
  public static final String TLS = "arguments.tls-creds";

  /** A migration and one of its processes. */
  private record AttemptKey(int attempt, String participant) {}

  final CheckedRun run;
  final MigrationPeriods periods;
  final TransferCapability switches;
  final EventSwitches tracing;
  private final Map<AttemptKey, List<TraceEvent>> events = new HashMap<>();
  private final Map<AttemptKey, List<LogLine>> lines = new HashMap<>();
  private final Map<AttemptKey, List<QmpMessage>> qmp = new HashMap<>();

  /** Commands that begin migrations, by process and name. */
  private final Map<Map.Entry<String, String>, NavigableMap<Long, QmpMessage>> commands =
      new HashMap<>();

  private final Map<String, NavigableMap<Long, QmpMessage>> credentials = new HashMap<>();
  private final Map<Integer, List<StreamFacts>> streams = new HashMap<>();
  private final Map<String, String> monitors = new HashMap<>();
  private final Map<String, String> processes = new HashMap<>();

  /** Migrations of which a window was left out. */
  private final Set<Integer> skipping = new HashSet<>();

  AttemptIndex(CheckedRun run) {
    this.run = run;
    this.periods = new MigrationPeriods(run.migration());
    this.switches = new TransferCapability(run.qmp());
    this.tracing = new EventSwitches(run.qmp());
    for (Participant each : run.migration().participants()) {
      monitors.put(each.name(), each.monitor());
      processes.put(each.monitor(), each.name());
    }
    run.logs().forEach(this::log);
    for (QmpMessage message : run.qmp()) {
      String who = process(message.who());
      add(qmp, periods.at(who, message.timeNs()), who, message);
      if (message.kind() == QmpMessage.QmpMessageKind.COMMAND && message.value(TLS) != null) {
        credentials.computeIfAbsent(who, key -> new TreeMap<>()).put(message.timeNs(), message);
      }
      boolean begins =
          message.name().equals("migrate") || message.name().equals("migrate-incoming");
      if (begins && message.kind() == QmpMessage.QmpMessageKind.COMMAND) {
        commands
            .computeIfAbsent(Map.entry(who, message.name()), key -> new TreeMap<>())
            .put(message.timeNs(), message);
      }
    }
    for (StreamFacts stream : run.streams()) {
      streams.computeIfAbsent(stream.attempt(), n -> new ArrayList<>()).add(stream);
    }
    for (Window window : run.migration().windows()) {
      if (window.transfer() == Transfer.YES) {
        skipping.add(window.attempt());
      }
    }
  }

  private void log(ProcessLog log) {
    String who = log.participant();
    for (TraceEvent event : log.events()) {
      if (event.known() != null && WANTED.contains(event.known())) {
        add(events, periods.at(who, log.time(event)), who, event);
      }
    }
    for (LogLine line : log.lines()) {
      add(lines, periods.at(who, line.timeNs()), who, line);
    }
  }

  private static <T> void add(Map<AttemptKey, List<T>> all, int attempt, String who, T one) {
    if (attempt > 0) {
      all.computeIfAbsent(new AttemptKey(attempt, who), key -> new ArrayList<>()).add(one);
    }
  }

  /** The last such command to a process before something began there; null if there is none. */
  @Nullable QmpMessage command(String participant, String name, long beginNs) {
    NavigableMap<Long, QmpMessage> all = commands.get(Map.entry(participant, name));
    if (all == null) {
      return null;
    }
    if (beginNs < 0) {
      boolean one = all.size() == 1 && periods.count(participant) == 1;
      return one ? all.firstEntry().getValue() : null;
    }
    Map.Entry<Long, QmpMessage> found = all.floorEntry(beginNs + MigrationPeriods.SLACK_NS);
    return found == null ? null : found.getValue();
  }

  /** The command that has TLS on in a process at a time; null where it is off or nothing tells. */
  @Nullable QmpMessage tls(String participant, long atNs) {
    NavigableMap<Long, QmpMessage> all = credentials.get(participant);
    Map.Entry<Long, QmpMessage> last =
        all == null ? null : atNs < 0 ? all.lastEntry() : all.floorEntry(atNs);
    String on = last == null ? null : last.getValue().value(TLS);
    return last == null || on == null || on.isEmpty() ? null : last.getValue();
  }

  /** What QMP calls a process. */
  String monitor(String participant) {
    return monitors.getOrDefault(participant, participant);
  }

  /** The process that a monitor belongs to. */
  String process(String monitor) {
    return processes.getOrDefault(monitor, monitor);
  }

  List<TraceEvent> events(int attempt, String participant) {
    return events.getOrDefault(new AttemptKey(attempt, participant), List.of());
  }

  List<LogLine> lines(int attempt, String participant) {
    return lines.getOrDefault(new AttemptKey(attempt, participant), List.of());
  }

  List<QmpMessage> qmp(int attempt, String participant) {
    return qmp.getOrDefault(new AttemptKey(attempt, participant), List.of());
  }

  List<StreamFacts> streams(int attempt) {
    return streams.getOrDefault(attempt, List.of());
  }

  boolean skips(int attempt) {
    return skipping.contains(attempt);
  }
}
