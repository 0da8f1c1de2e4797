// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.clock;

import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts the clocks of all traces on the wall clock. CLOCK_MONOTONIC is the same for all processes of
 * a host, so one estimate serves them all; counted times need one for each trace.
 */
public final class Clocks {
  /** Pairs of the same event that are compared; more do not make the median better. */
  private static final int MAX_PAIRS = 4096;

  private final CollectedEvidence collected;

  private Clocks(CollectedEvidence collected) {
    this.collected = collected;
  }

  public static void adjust(CollectedEvidence collected) {
    new Clocks(collected).adjust();
  }

  private void adjust() {
    Clock shared =
        estimate(
            collected.wallMinusMonotonic, Clock.ClockKind.MONOTONIC, "both clocks of the traffic");
    for (List<TraceLog> logs : collected.logs.values()) {
      for (TraceLog log : logs) {
        if (log.clock.kind() == Clock.ClockKind.MONOTONIC && shared == null) {
          shared = byEvents(log, logs);
        }
      }
    }
    for (List<TraceLog> logs : collected.logs.values()) {
      for (TraceLog log : logs) {
        if (log.clock.kind() == Clock.ClockKind.MONOTONIC && shared == null) {
          shared = byQmp(log);
        }
      }
    }
    for (List<TraceLog> logs : collected.logs.values()) {
      for (TraceLog log : logs) {
        Clock found = null;
        if (log.clock.kind() == Clock.ClockKind.MONOTONIC) {
          found = shared;
        } else if (log.clock.kind() == Clock.ClockKind.RELATIVE) {
          found = byEvents(log, logs);
          found = found == null ? byQmp(log) : found;
        }
        log.clock = found == null ? log.clock : found;
      }
    }
  }

  /** From the events of another log of the same process. */
  private static @Nullable Clock byEvents(TraceLog log, List<TraceLog> logs) {
    for (TraceLog other : logs) {
      if (other != log && other.clock.kind() == Clock.ClockKind.WALL) {
        Clock found =
            estimate(pairs(log, other), log.clock.kind(), "events that are in " + other.file);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Differences of time of the n-th event of each name and arguments. */
  private static List<Long> pairs(TraceLog log, TraceLog wall) {
    Map<String, List<Long>> times = new HashMap<>();
    for (TraceEvent event : wall.events) {
      if (event.timeNs() >= 0) {
        times.computeIfAbsent(key(event), k -> new ArrayList<>()).add(wall.time(event));
      }
    }
    Map<String, Integer> next = new HashMap<>();
    List<Long> out = new ArrayList<>();
    for (TraceEvent event : log.events) {
      int number = next.merge(key(event), 1, Integer::sum) - 1;
      List<Long> there = times.get(key(event));
      if (event.timeNs() >= 0 && there != null && number < there.size() && out.size() < MAX_PAIRS) {
        out.add(there.get(number) - event.timeNs());
      }
    }
    return out;
  }

  private static String key(TraceEvent event) {
    return event.canonical() + " " + event.text();
  }

  /** From changes of the migration's state, which QEMU reports to its monitor at once. */
  private @Nullable Clock byQmp(TraceLog log) {
    Map<String, List<Long>> told = new HashMap<>();
    for (QmpMessage message : collected.qmp) {
      String status = message.value("data.status");
      boolean whose = message.who().isEmpty() || message.who().equals(log.participant);
      if (whose && message.name().equals("MIGRATION") && status != null) {
        told.computeIfAbsent(status, s -> new ArrayList<>()).add(message.emittedNs());
      }
    }
    Map<String, Integer> next = new HashMap<>();
    List<Long> out = new ArrayList<>();
    for (TraceEvent event : log.events) {
      if (event.is(Event.MIGRATION_STATE)) {
        String state = event.string("new_state");
        int number = next.merge(state, 1, Integer::sum) - 1;
        List<Long> times = told.getOrDefault(state, List.of());
        if (number < times.size()) {
          out.add(times.get(number) - event.timeNs());
        }
      }
    }
    return estimate(out, log.clock.kind(), "states of the migration in QMP");
  }

  /** The median of differences; half the distance of its quartiles says how sure that is. */
  private static @Nullable Clock estimate(
      List<Long> differences, Clock.ClockKind kind, String how) {
    if (differences.isEmpty()) {
      return null;
    }
    List<Long> sorted = new ArrayList<>(differences);
    Collections.sort(sorted);
    int count = sorted.size();
    long spread = sorted.get(3 * count / 4) - sorted.get(count / 4);
    return new Clock(kind, sorted.get(count / 2), OptionalLong.of(Math.max(1, spread / 2)), how);
  }
}
