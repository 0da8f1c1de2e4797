// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which connection a side of a migration used for which device, by who spoke on it. */
public final class ConnectionPairs {
  private final CheckedRun run;

  /** Who sent something on a connection, the one that opened it first. */
  private final Map<String, List<String>> speakers = new HashMap<>();

  /** Pairs of a connection and who spoke on it. */
  private final Set<List<String>> spoke = new HashSet<>();

  private final Map<String, Set<String>> devices = new HashMap<>();

  /** Processes whose traces have events of their devices. */
  private final Set<String> traced = new HashSet<>();

  public ConnectionPairs(CheckedRun run) {
    this.run = run;
    Map<String, String> names = new HashMap<>();
    for (List<Window> windows : List.of(run.migration().windows(), run.migration().around())) {
      windows.forEach(window -> names.put(window.id(), window.device()));
    }
    for (Window window : run.migration().windows()) {
      if (!window.queues().isEmpty()) {
        traced.add(window.participant());
      }
    }
    for (Connection connection : run.connections()) {
      speaks(connection.label(), connection.participant());
    }
    for (WireMark mark : run.migration().messages()) {
      String device = names.getOrDefault(mark.window(), "");
      if (!mark.connection().isEmpty() && !device.isEmpty()) {
        devices.computeIfAbsent(mark.connection(), c -> new HashSet<>()).add(device);
      }
    }
    List<WireMark> inOrder = new ArrayList<>(run.migration().messages());
    inOrder.sort((a, b) -> Integer.compare(a.step(), b.step()));
    inOrder.forEach(mark -> speaks(mark.connection(), mark.participant()));
  }

  private void speaks(String connection, String who) {
    List<String> all = speakers.computeIfAbsent(connection, c -> new ArrayList<>());
    if (!who.isEmpty() && spoke.add(List.of(connection, who))) {
      all.add(who);
    }
  }

  /** Who is known to have spoken on a connection, the one that opened it first. */
  public List<String> speakers(Connection connection) {
    return speakers.getOrDefault(connection.label(), List.of());
  }

  private boolean spoke(Connection connection, String who) {
    return spoke.contains(List.of(connection.label(), who));
  }

  /** The connections of the source and of the destination's own back-end for the same device. */
  public record ConnectionPair(Connection source, Connection destination) {}

  /** Those of a migration; none where it cannot be told which belong together. */
  public List<ConnectionPair> pairs(AttemptFacts attempt) {
    String source = attempt.source();
    Map<String, Connection> sources = used(attempt, source, attempt.begin(source));
    Map<String, Connection> others = used(attempt, attempt.destination(), attempt.until());
    List<ConnectionPair> out = new ArrayList<>();
    if (sources.size() != others.size()) {
      return out;
    }
    for (Map.Entry<String, Connection> entry : sources.entrySet()) {
      Connection here = entry.getValue();
      Connection there = others.get(entry.getKey());
      if (there == null && sources.size() == 1) {
        // What no message names is the only device of a side.
        Connection only = others.values().iterator().next();
        there = devices(here).isEmpty() || devices(only).isEmpty() ? only : null;
      }
      if (there != null
          && there != here
          && opened(there, attempt)
          && belongsTo(here, source)
          && belongsTo(there, attempt.destination())) {
        out.add(new ConnectionPair(here, there));
      }
    }
    return out;
  }

  private Set<String> devices(Connection connection) {
    return devices.getOrDefault(connection.label(), Set.of());
  }

  /** Whether it is not a guess which device of a process a connection is of. */
  private boolean belongsTo(Connection connection, String participant) {
    return connection.participant().equals(participant) || traced.contains(participant);
  }

  /** The connection of the source, where it has one only; null where it cannot be told. */
  public @Nullable Connection only(AttemptFacts attempt) {
    String source = attempt.source();
    if (source.isEmpty() && attempt.alone()) {
      List<Connection> all =
          run.connections().stream().filter(each -> !spoke(each, attempt.destination())).toList();
      return all.size() == 1 ? all.get(0) : null;
    }
    Map<String, Connection> used = used(attempt, source, attempt.begin(source));
    return used.size() == 1 ? used.values().iterator().next() : null;
  }

  private boolean opened(Connection connection, AttemptFacts attempt) {
    List<String> all = speakers(connection);
    return !all.isEmpty() && all.get(0).equals(attempt.destination());
  }

  /** The last connection of a process for each device that was begun until then. */
  Map<String, Connection> used(AttemptFacts attempt, String participant, long untilNs) {
    Map<String, Connection> out = new LinkedHashMap<>();
    for (Connection connection : run.connections()) {
      List<SessionStep> steps = connection.session().steps();
      if (participant.isEmpty() || steps.isEmpty() || !spoke(connection, participant)) {
        continue;
      }
      long time = steps.get(0).message().timeNs();
      boolean before =
          attempt.alone() ? untilNs < 0 || time <= untilNs : time >= 0 && time <= untilNs;
      Set<String> names = devices(connection);
      if (before && names.size() <= 1) {
        out.put(names.isEmpty() ? connection.label() : names.iterator().next(), connection);
      }
    }
    return out;
  }

  /** The last such message until a time, or null. */
  public static @Nullable SessionStep last(
      Connection connection, Effect effect, boolean reply, long untilNs) {
    SessionStep last = null;
    for (SessionStep step : connection.session().steps()) {
      if (step.message().timeNs() > untilNs) {
        break;
      }
      if (step.message().effect() == effect && step.message().isReply() == reply) {
        last = step;
      }
    }
    return last;
  }
}
