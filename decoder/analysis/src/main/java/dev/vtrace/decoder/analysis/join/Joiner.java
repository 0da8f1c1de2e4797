// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.EventsOn;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.vhostuser.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings trace and traffic together: every message gets a process and a window. Where a process has
 * no trace, its windows are made from the messages themselves.
 */
public final class Joiner {
  private final CollectedEvidence collected;
  private final EventsOn on;
  private final Map<String, TraceWalk> walks = new LinkedHashMap<>();
  private final List<WindowBuilder> builders = new ArrayList<>();

  /** Those of them that a trace shows, by kind and process, and by kind alone. */
  private final Map<Traced, WindowTimes> traced = new HashMap<>();

  private record Traced(WindowKind kind, String participant) {}

  /** The sources, in the order of their migrations. */
  private final List<ReportedMigration> sides;

  /** Both ends of all. */
  private final List<ReportedMigration> all;

  /** When each process became the destination of a migration for the first time. */
  private final Map<String, Long> arrived = new HashMap<>();

  public Joiner(CollectedEvidence collected, EventsOn on, List<ReportedMigration> sides) {
    this.collected = collected;
    this.on = on;
    this.all = List.copyOf(sides);
    // Hop after hop, since who is the destination of one may be the source of the next.
    for (ReportedMigration reported : sides) {
      if (!reported.outgoing) {
        arrived.merge(reported.participant, reported.beginNs, Math::min);
      }
    }
    this.sides =
        sides.stream()
            .filter(reported -> reported.outgoing && reported.attempt != null)
            .sorted(Comparator.comparingInt(reported -> reported.settled().number()))
            .toList();
  }

  /** Windows and other groups of messages, not sorted. */
  public List<WindowBuilder> join() {
    Map<String, List<JoinedRequest>> told = new LinkedHashMap<>();
    for (String participant : collected.logs.keySet()) {
      TraceLog log = collected.log(participant);
      if (log != null) {
        TraceWalk walk = new TraceWalk(log, on);
        walk.walk();
        walks.put(participant, walk);
        told.put(participant, walk.hits());
      }
    }
    new ConnectionOwners(collected, this.sides, told).settle();
    match();
    for (TraceWalk walk : walks.values()) {
      builders.addAll(walk.frames());
      Set<WindowBuilder> traced = new HashSet<>(walk.frames());
      for (List<JoinedRequest> loose : byDevice(walk)) {
        for (WindowBuilder group : Segments.cut(loose, walk.enables())) {
          if (!traced.contains(group)) {
            boolean known = isWindow(group) && walk.marks(group.kind);
            builders.add(known ? other(group) : group);
          }
        }
      }
    }
    Map<Traced, List<WindowBuilder>> seen = new HashMap<>();
    for (WindowBuilder window : builders) {
      if (window.traced) {
        Traced own = new Traced(window.kind, window.participant);
        seen.computeIfAbsent(own, k -> new ArrayList<>()).add(window);
        if (!window.participant.isEmpty()) {
          Traced all = new Traced(window.kind, "");
          seen.computeIfAbsent(all, k -> new ArrayList<>()).add(window);
        }
      }
    }
    seen.forEach((key, each) -> traced.put(key, new WindowTimes(each)));
    for (Traffic traffic : collected.traffic) {
      unmatched(traffic);
    }
    for (WindowBuilder window : builders) {
      times(window);
    }
    return builders;
  }

  /** Times are surer than sequences, so the logs that have them come first. */
  private void match() {
    SequencePlacement placement = new SequencePlacement(collected.traffic, all);
    Matcher matcher = new Matcher(collected.traffic, placement);
    Map<String, TraceWalk> untimed = new LinkedHashMap<>(walks);
    untimed.values().removeIf(TraceWalk::timed);
    walks.forEach(
        (who, walk) -> {
          if (!untimed.containsKey(who)) {
            matcher.match(walk, who, requireNonNull(collected.log(who)).clock);
          }
        });
    placement.assignTimes(untimed);
    untimed.forEach(
        (who, walk) -> matcher.match(walk, who, requireNonNull(collected.log(who)).clock));
  }

  /**
   * Devices take turns: the messages of each by themselves, with the marks of its windows. What
   * nothing tells the device of goes by its connection, or with what is before it.
   */
  private static Collection<List<JoinedRequest>> byDevice(TraceWalk walk) {
    Map<JoinedRequest, String> devices = walk.devices();
    Map<Traffic, String> served = new HashMap<>();
    devices.forEach((request, device) -> served.put(request.connection, device));
    Map<String, List<JoinedRequest>> parts = new LinkedHashMap<>();
    String last = "";
    for (JoinedRequest request : walk.loose()) {
      String device = request.id < 0 ? request.mark().key : devices.get(request);
      if (device == null && request.connection != null) {
        device = served.getOrDefault(request.connection, request.connection.label());
      }
      last = device == null ? last : device;
      parts.computeIfAbsent(last, d -> new ArrayList<>()).add(request);
    }
    return parts.values();
  }

  /** If the trace shows each start and stop, messages between them are neither. */
  private static WindowBuilder other(WindowBuilder group) {
    WindowBuilder other = new WindowBuilder(WindowKind.OTHER);
    other.participant = group.participant;
    group.requests.forEach(other::add);
    return other;
  }

  /** A trace without times gets those of its messages. */
  private static void times(WindowBuilder window) {
    for (JoinedRequest request : window.requests) {
      if (window.beginNs < 0) {
        window.beginNs = request.timeNs;
      }
      window.endNs = Math.max(window.endNs, request.timeNs);
    }
  }

  /** Messages that no trace refers to. */
  private void unmatched(Traffic traffic) {
    ConnectionSenders senders = new ConnectionSenders(traffic.requests);
    FrontEnds frontEnds = new FrontEnds(traffic, sides, this::mayHave);
    for (WindowBuilder group : Segments.cut(copies(traffic))) {
      List<JoinedRequest> left = new ArrayList<>();
      WindowBuilder known = null;
      for (JoinedRequest copy : group.requests) {
        JoinedRequest request = traffic.requests.get(copy.order);
        if (request.trace == null) {
          left.add(request);
        } else if (request.window != null && request.window.kind == group.kind) {
          known = request.window;
        }
      }
      if (left.isEmpty()) {
        continue;
      }
      String participant =
          known != null ? known.participant : owner(traffic, senders, frontEnds, left.get(0));
      WindowBuilder window = known != null ? known : near(group, participant);
      if (window == null) {
        window = new WindowBuilder(group.kind);
        window.participant = participant;
        window.ended = true;
        window.vrings = vrings(group);
        window.failure = group.kind == WindowKind.START ? brokenOff(traffic, group) : "";
        builders.add(window);
      }
      for (JoinedRequest request : left) {
        request.participant = window.participant;
        window.add(request);
      }
    }
  }

  private static boolean vrings(WindowBuilder group) {
    for (JoinedRequest request : group.requests) {
      if (request.does(Effect.RING_ENABLE)) {
        return true;
      }
    }
    return false;
  }

  /** A start ends with its rings being enabled, unless the connection is lost in it. */
  private static String brokenOff(Traffic traffic, WindowBuilder group) {
    JoinedRequest last = group.requests.get(group.requests.size() - 1);
    boolean end = last.order == traffic.requests.size() - 1;
    boolean lost = end && traffic.closed && traffic.lastNs - group.endNs < Tolerances.USED.window();
    return lost && !last.does(Effect.RING_ENABLE) ? "the connection was closed in it" : "";
  }

  /** Messages as they can be cut again without changing where the trace put them. */
  private static List<JoinedRequest> copies(Traffic traffic) {
    List<JoinedRequest> out = new ArrayList<>();
    for (int i = 0; i < traffic.requests.size(); i++) {
      out.add(traffic.requests.get(i).copy(i));
    }
    return out;
  }

  /** The window of the trace that lies where these messages are; its own events were not traced. */
  private @Nullable WindowBuilder near(WindowBuilder group, String participant) {
    WindowTimes windows = traced.get(new Traced(group.kind, participant));
    return windows == null ? null : windows.nearest(group);
  }

  /** Who sent a message that no trace shows. */
  private static String owner(
      Traffic traffic, ConnectionSenders senders, FrontEnds frontEnds, JoinedRequest request) {
    if (!traffic.owner.isEmpty()) {
      return traffic.owner;
    }
    String owner = senders.at(request.timeNs);
    String by = frontEnds.at(request.timeNs);
    if (!owner.isEmpty() && by.isEmpty()) {
      return owner;
    }
    return by;
  }

  /**
   * Whether a process can have a connection at a time: of those that no migration came to the first
   * one made it, others were given it.
   */
  private boolean mayHave(String source, long timeNs) {
    List<String> all = new ArrayList<>(collected.capture.participants());
    all.removeAll(arrived.keySet());
    boolean first = all.isEmpty() || all.get(0).equals(source);
    return first || arrived.containsKey(source) && timeNs >= arrived.get(source);
  }

  public static boolean isWindow(WindowBuilder window) {
    return window.kind == WindowKind.START || window.kind == WindowKind.STOP;
  }
}
