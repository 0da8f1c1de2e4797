// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
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

/**
 * Brings trace and traffic together: every message gets a process and a window. Where a process has
 * no trace, its windows are made from the messages themselves.
 */
final class Joiner {
  private final Material material;
  private final EventsOn on;
  private final Map<String, TraceWalk> walks = new LinkedHashMap<>();
  private final List<Frame> frames = new ArrayList<>();

  /** Those of them that a trace tells of. */
  private final List<Frame> traced = new ArrayList<>();

  private final List<Side> sides;

  /** When each process became the destination of a migration for the first time. */
  private final Map<String, Long> arrived = new HashMap<>();

  Joiner(Material material, EventsOn on, List<Side> sides) {
    this.material = material;
    this.on = on;
    // Hop after hop, since who is the destination of one may be the source of the next.
    for (Side side : sides) {
      if (!side.outgoing) {
        arrived.merge(side.participant, side.beginNs, Math::min);
      }
    }
    this.sides =
        sides.stream()
            .filter(side -> side.outgoing && side.attempt != null)
            .sorted(Comparator.comparingInt(side -> side.attempt.number()))
            .toList();
  }

  /** Windows and other groups of messages, not sorted. */
  List<Frame> join() {
    Map<String, List<Hit>> told = new LinkedHashMap<>();
    for (String participant : material.logs.keySet()) {
      TraceLog log = material.log(participant);
      if (log != null) {
        TraceWalk walk = new TraceWalk(log, on);
        walk.walk();
        walks.put(participant, walk);
        told.put(participant, walk.hits());
      }
    }
    new Owners(material, this.sides, told).settle();
    Matcher matcher = new Matcher(material.traffic);
    walks.forEach((who, walk) -> matcher.match(walk, who, material.log(who).clock));
    for (TraceWalk walk : walks.values()) {
      frames.addAll(walk.frames());
      Set<Frame> traced = new HashSet<>(walk.frames());
      for (List<Hit> loose : byDevice(walk)) {
        for (Frame group : Segments.cut(loose, walk.enables())) {
          if (!traced.contains(group)) {
            boolean known = isWindow(group) && walk.marks(group.kind);
            frames.add(known ? other(group) : group);
          }
        }
      }
    }
    frames.stream().filter(frame -> frame.traced).forEach(traced::add);
    for (Traffic traffic : material.traffic) {
      unmatched(traffic);
    }
    for (Frame frame : frames) {
      times(frame);
    }
    return frames;
  }

  /**
   * Devices take turns: the messages of each by themselves, with the marks of its windows. What
   * nothing tells the device of goes by its connection, or with what is before it.
   */
  private static Collection<List<Hit>> byDevice(TraceWalk walk) {
    Map<Hit, String> devices = walk.devices();
    Map<Traffic, String> served = new HashMap<>();
    devices.forEach((hit, device) -> served.put(hit.connection, device));
    Map<String, List<Hit>> parts = new LinkedHashMap<>();
    String last = "";
    for (Hit hit : walk.loose()) {
      String device = hit.id < 0 ? hit.frame.key : devices.get(hit);
      if (device == null && hit.connection != null) {
        device = served.getOrDefault(hit.connection, hit.connection.label());
      }
      last = device == null ? last : device;
      parts.computeIfAbsent(last, d -> new ArrayList<>()).add(hit);
    }
    return parts.values();
  }

  /** Where the trace tells of each start and stop, messages between them are neither. */
  private static Frame other(Frame group) {
    Frame other = new Frame(Kind.OTHER);
    other.participant = group.participant;
    group.hits.forEach(other::add);
    return other;
  }

  /** A trace without times gets those of its messages. */
  private static void times(Frame frame) {
    for (Hit hit : frame.hits) {
      if (frame.beginNs < 0) {
        frame.beginNs = hit.timeNs;
      }
      frame.endNs = Math.max(frame.endNs, hit.timeNs);
    }
  }

  /** Messages that no trace speaks of. */
  private void unmatched(Traffic traffic) {
    Senders senders = new Senders(traffic.hits);
    for (Frame group : Segments.cut(copies(traffic))) {
      List<Hit> left = new ArrayList<>();
      Frame known = null;
      for (Hit copy : group.hits) {
        Hit hit = traffic.hits.get(copy.order);
        if (hit.trace == null) {
          left.add(hit);
        } else if (hit.frame != null && hit.frame.kind == group.kind) {
          known = hit.frame;
        }
      }
      if (left.isEmpty()) {
        continue;
      }
      String participant = known != null ? known.participant : owner(traffic, senders, left.get(0));
      Frame frame = known != null ? known : near(group, participant);
      if (frame == null) {
        frame = new Frame(group.kind);
        frame.participant = participant;
        frame.ended = true;
        frame.vrings = vrings(group);
        frame.failure = group.kind == Kind.START ? brokenOff(traffic, group) : "";
        frames.add(frame);
      }
      for (Hit hit : left) {
        hit.participant = frame.participant;
        frame.add(hit);
      }
    }
  }

  private static boolean vrings(Frame group) {
    for (Hit hit : group.hits) {
      if (hit.does(Effect.RING_ENABLE)) {
        return true;
      }
    }
    return false;
  }

  /** A start ends with its rings being enabled, unless the connection is lost in it. */
  private static String brokenOff(Traffic traffic, Frame group) {
    Hit last = group.hits.get(group.hits.size() - 1);
    boolean end = last.order == traffic.hits.size() - 1;
    boolean lost = end && traffic.closed && traffic.lastNs - group.endNs < Tolerances.USED.window();
    return lost && !last.does(Effect.RING_ENABLE) ? "the connection was closed in it" : "";
  }

  /** Messages as they can be cut again without changing where the trace put them. */
  private static List<Hit> copies(Traffic traffic) {
    List<Hit> out = new ArrayList<>();
    for (int i = 0; i < traffic.hits.size(); i++) {
      out.add(traffic.hits.get(i).copy(i));
    }
    return out;
  }

  /** The window of the trace that lies where these messages are; its own events were not traced. */
  private Frame near(Frame group, String participant) {
    Frame best = null;
    for (Frame frame : traced) {
      if (frame.kind == group.kind
          && (participant.isEmpty() || frame.participant.equals(participant))
          && frame.beginNs >= 0
          && group.endNs >= frame.beginNs - Tolerances.USED.window()
          && group.beginNs <= frame.endNs + Tolerances.USED.window()
          && (best == null || apart(group, frame) < apart(group, best))) {
        best = frame;
      }
    }
    return best;
  }

  private static long apart(Frame group, Frame frame) {
    return Math.abs(group.beginNs - frame.beginNs) + Math.abs(group.endNs - frame.endNs);
  }

  /** Who sent a message that no trace tells of. */
  private String owner(Traffic traffic, Senders senders, Hit hit) {
    if (!traffic.owner.isEmpty()) {
      return traffic.owner;
    }
    String owner = senders.at(hit.timeNs);
    String by = byAttempt(traffic, hit);
    if (!owner.isEmpty() && by.isEmpty()) {
      return owner;
    }
    return by;
  }

  /** The source until its migration is completed, then the destination, hop for hop. */
  private String byAttempt(Traffic traffic, Hit hit) {
    String owner = "";
    for (Side side : sides) {
      Attempt attempt = side.attempt;
      if (hit.timeNs < side.beginNs && !mayHave(attempt.source(), hit.timeNs)) {
        continue;
      }
      boolean over =
          attempt.outcome() == Attempt.Outcome.COMPLETED
              && hit.timeNs > (side.endNs >= 0 ? side.endNs : attempt.endNs());
      if (owner.isEmpty() || owner.equals(attempt.source())) {
        boolean passed = traffic.mayBeOf(attempt.destination());
        boolean own = !traffic.mayBeOf(attempt.source());
        owner = passed && (over || own) ? attempt.destination() : attempt.source();
      }
    }
    return owner;
  }

  /** Whether a process can have a connection at a time: who is not the first was given it. */
  private boolean mayHave(String source, long timeNs) {
    List<String> all = material.capture.participants();
    boolean first = all.isEmpty() || all.get(0).equals(source);
    return first || arrived.containsKey(source) && timeNs >= arrived.get(source);
  }

  static boolean isWindow(Frame frame) {
    return frame.kind == Kind.START || frame.kind == Kind.STOP;
  }
}
