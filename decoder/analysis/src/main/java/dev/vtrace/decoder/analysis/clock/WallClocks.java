// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.clock;

import dev.vtrace.decoder.analysis.clock.SharedEvents.SharedEvent;
import dev.vtrace.decoder.analysis.downtime.DowntimeMarks;
import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far the wall clocks of the evidence are apart, since the logs of two hosts, the
 * recorder of a socket and that of QMP may each have their own, and puts them on one. Clocks that
 * may be the same are left as they are.
 */
public final class WallClocks {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  /** A command, and the event that comes of it. */
  private static final Map<String, String> CAUSES =
      Map.of(
          "migrate", "MIGRATION",
          "migrate-incoming", "MIGRATION",
          "migrate_cancel", "MIGRATION",
          "cont", "RESUME",
          "stop", "STOP",
          "quit", "SHUTDOWN");

  /** The recorder of a transcript, and the QEMU that speaks in it: each has a clock. */
  private record TranscriptClock(String file) {}

  private record SpeakerClock(String file, String who) {}

  private record Socket(String file) {}

  private final CollectedEvidence collected;
  private final ClockGraph graph = new ClockGraph();
  private final Map<Socket, List<Traffic>> sockets = new LinkedHashMap<>();
  private final Map<SpeakerClock, List<QmpMessage>> speakers = new LinkedHashMap<>();

  private WallClocks(CollectedEvidence collected) {
    this.collected = collected;
  }

  public static void adjust(CollectedEvidence collected, Map<String, String> names) {
    WallClocks clocks = new WallClocks(collected);
    clocks.collect();
    clocks.logs(names);
    clocks.sides();
    clocks.conversations();
    clocks.apply();
  }

  private void collect() {
    // Of clocks with as many friends the source's is believed.
    for (String participant : collected.capture.participants()) {
      TraceLog log = collected.log(participant);
      if (log != null && wall(log)) {
        graph.clock(log);
      }
    }
    for (Traffic traffic : collected.traffic) {
      if (traffic.openNs >= 0) {
        sockets.computeIfAbsent(new Socket(traffic.file), s -> new ArrayList<>()).add(traffic);
      }
    }
    for (QmpMessage message : collected.qmp) {
      SpeakerClock who = new SpeakerClock(message.span().file(), message.who());
      speakers.computeIfAbsent(who, s -> new ArrayList<>()).add(message);
    }
  }

  private static boolean wall(TraceLog log) {
    return log.clock.kind() == Clock.ClockKind.WALL;
  }

  /** Each log, compared with other evidence of the same process. */
  private void logs(Map<String, String> names) {
    for (Map.Entry<String, List<TraceLog>> process : collected.logs.entrySet()) {
      String who = names.getOrDefault(process.getKey(), process.getKey());
      for (TraceLog log : process.getValue()) {
        if (!wall(log)) {
          continue;
        }
        List<SharedEvent> requests = requests(log);
        List<SharedEvent> states = states(log);
        sockets.forEach(
            (socket, traffic) ->
                graph.edge(
                    log,
                    socket,
                    SharedEvents.skew(requests, sent(traffic, log), SECOND, "messages")));
        speakers.forEach(
            (speaker, messages) -> {
              if (speaker.who().equals(who)) {
                graph.edge(
                    log,
                    speaker,
                    SharedEvents.skew(states, sharedEvents(messages), 0, "states of migration"));
              }
            });
      }
    }
  }

  private static List<SharedEvent> requests(TraceLog log) {
    List<SharedEvent> out = new ArrayList<>();
    for (TraceEvent event : timed(log, Event.MESSAGE_SENT)) {
      event.number("req").ifPresent(id -> out.add(new SharedEvent("" + id, event.timeNs())));
    }
    return out;
  }

  private static List<SharedEvent> states(TraceLog log) {
    List<SharedEvent> out = new ArrayList<>();
    for (TraceEvent event : timed(log, Event.MIGRATION_STATE)) {
      out.add(new SharedEvent(event.string("new_state"), event.timeNs()));
    }
    return out;
  }

  private static List<TraceEvent> timed(TraceLog log, Event row) {
    return log.events.stream().filter(event -> event.is(row) && event.timeNs() >= 0).toList();
  }

  private static List<SharedEvent> sent(List<Traffic> traffic, TraceLog log) {
    List<SharedEvent> out = new ArrayList<>();
    for (Traffic one : traffic) {
      if (one.owner.isEmpty() || one.owner.equals(log.participant)) {
        one.requests.stream()
            .filter(request -> request.timeNs >= 0)
            .forEach(request -> out.add(new SharedEvent("" + request.id, request.timeNs)));
      }
    }
    return out;
  }

  private static List<SharedEvent> sharedEvents(List<QmpMessage> messages) {
    List<SharedEvent> out = new ArrayList<>();
    for (QmpMessage message : messages) {
      String status = message.name().equals("MIGRATION") ? message.value("data.status") : null;
      if (status != null && stamped(message)) {
        out.add(new SharedEvent(status, message.emittedNs()));
      }
    }
    return out;
  }

  private static boolean stamped(QmpMessage message) {
    return message.value("timestamp.seconds") != null;
  }

  /** A state is read after its being written, and nobody connects before somebody listens. */
  private void sides() {
    List<String> order = collected.capture.participants();
    for (int i = 0; i + 1 < order.size(); i++) {
      TraceLog source = collected.log(order.get(i));
      TraceLog destination = collected.log(order.get(i + 1));
      if (source != null && destination != null && wall(source) && wall(destination)) {
        graph.edge(destination, source, causality(source, destination));
      }
    }
  }

  private static @Nullable Skew causality(TraceLog source, TraceLog destination) {
    Map<String, Long> written = measured(source, Event.DOWNTIME_SAVE);
    Map<String, Long> read = measured(destination, Event.DOWNTIME_LOAD);
    long low = -Skew.OPEN;
    for (Map.Entry<String, Long> state : read.entrySet()) {
      Long from = written.get(state.getKey());
      low = from == null ? low : Math.max(low, from - state.getValue());
    }
    List<Long> connected = times(source, Event.OUTGOING_CONNECTED, "");
    List<Long> listens = times(destination, Event.MIGRATION_STATE, "setup");
    // With several tries nothing tells which of them belong together.
    boolean once = connected.size() == 1 && listens.size() == 1;
    long high = once ? connected.get(0) - listens.get(0) : Skew.OPEN;
    return low == -Skew.OPEN && !once || low > high
        ? null
        : Skew.of(low, high, "the order of saving and loading");
  }

  /** When each state was begun for the first time; the event comes after it. */
  private static Map<String, Long> measured(TraceLog log, Event row) {
    Map<String, Long> out = new HashMap<>();
    for (TraceEvent event : timed(log, row)) {
      long micros = event.number("downtime", -1);
      if (micros >= 0 && micros <= DowntimeMarks.LONGEST_US) {
        String which = event.string("idstr") + " " + event.number("instance_id", -1);
        out.putIfAbsent(which, event.timeNs() - micros * 1000);
      }
    }
    return out;
  }

  /**
   * Times of an event.
   *
   * @param state of the migration that it is about; empty for any
   */
  private static List<Long> times(TraceLog log, Event row, String state) {
    return timed(log, row).stream()
        .filter(event -> state.isEmpty() || event.string("new_state").equals(state))
        .map(TraceEvent::timeNs)
        .toList();
  }

  /** An event reaches its recorder after it was emitted, which is after what it is an answer to. */
  private void conversations() {
    speakers.forEach(
        (speaker, messages) -> {
          long low = -Skew.OPEN;
          long high = Skew.OPEN;
          String awaited = "";
          long asked = -1;
          for (QmpMessage message : messages) {
            if (message.kind() == QmpMessage.QmpMessageKind.COMMAND) {
              awaited = CAUSES.getOrDefault(message.name(), "");
              asked = message.timeNs();
            } else if (message.kind() == QmpMessage.QmpMessageKind.EVENT
                && stamped(message)
                && message.timeNs() >= 0) {
              high = Math.min(high, message.timeNs() - message.emittedNs());
              if (message.name().equals(awaited) && asked >= 0) {
                low = Math.max(low, asked - message.emittedNs());
                awaited = "";
              }
            }
          }
          if (high < Skew.OPEN && low <= high + MILLI) {
            String how = "commands and events in QMP";
            graph.edge(
                speaker,
                new TranscriptClock(speaker.file()),
                Skew.of(low, Math.max(low, high), how));
          }
        });
  }

  private void apply() {
    Map<Object, Skew> found = graph.solve();
    for (List<TraceLog> logs : collected.logs.values()) {
      for (TraceLog log : logs) {
        Skew skew = found.get(log);
        if (wall(log) && skew != null && !skew.how().isEmpty()) {
          long offset = offset(skew);
          long uncertainty = Math.max(skew.highNs() - offset, offset - skew.lowNs());
          String how = String.join(", ", skew.how());
          log.clock =
              new Clock(
                  Clock.ClockKind.WALL,
                  offset,
                  skew.bounded() ? OptionalLong.of(uncertainty) : OptionalLong.empty(),
                  how);
        }
      }
    }
    sockets.forEach((socket, traffic) -> move(traffic, offset(found.get(socket))));
    for (int i = 0; i < collected.qmp.size(); i++) {
      QmpMessage message = collected.qmp.get(i);
      SpeakerClock speaker = new SpeakerClock(message.span().file(), message.who());
      long recorded = offset(found.get(new TranscriptClock(speaker.file())));
      long emitted = offset(found.get(speaker));
      if (recorded != 0 || emitted != 0) {
        collected.qmp.set(i, message.moved(recorded, emitted));
      }
    }
  }

  private static long offset(@Nullable Skew skew) {
    return skew == null || skew.agrees() ? 0 : skew.middle();
  }

  private void move(List<Traffic> connections, long by) {
    connections.forEach(traffic -> traffic.move(by));
    if (by != 0 && sockets.size() == 1) {
      collected.wallMinusMonotonic.replaceAll(difference -> difference + by);
    }
  }
}
