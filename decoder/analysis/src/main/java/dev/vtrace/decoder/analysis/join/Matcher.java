// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.TracedMessages;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.model.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message on a socket that a trace event refers to. That tells whose message it is when a
 * connection changes hands, which queue it is for, and when a trace without times was written.
 *
 * <p>The devices of a process are told the same things, one shortly after the other, and not each
 * may be recorded. So it is found out first which device a connection is for: the one whose
 * messages lie nearest.
 */
public final class Matcher {
  /** How much less likely it is that a message is seen before its line is written than after it. */
  private static final int SELDOM = 10;

  /**
   * What lies between a request and its reply counts more than anything that is only near: a
   * recorder may be later than devices are apart.
   */
  private static final int PROOF = 1000;

  private static final Comparator<Map.Entry<String, Integer>> BY_VOTES =
      Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey());

  /** How far to look where there are no times. */
  private static final int AHEAD = 64;

  /** So many messages of the same kinds in a row are the same messages. */
  private static final int ALIKE = 8;

  private final List<Traffic> traffic;
  private final SequencePlacement placed;

  /**
   * @param placed where the order of events puts logs without times
   */
  Matcher(List<Traffic> traffic, SequencePlacement placed) {
    this.traffic = traffic;
    this.placed = placed;
  }

  /** Joins the messages of one process, in order, with those on its connections. */
  void match(TraceWalk walk, String participant, Clock clock) {
    boolean moved = clock.kind() != Clock.ClockKind.WALL || clock.offsetNs() != 0;
    long slack = Tolerances.USED.traceEarly() + (moved ? clock.uncertaintyNs().orElse(0) : 0);
    Map<JoinedRequest, String> devices = walk.devices();
    if (Set.copyOf(devices.values()).size() < 2) {
      devices = Map.of();
    }
    // What lies between the windows of several devices is looked for in what these have left.
    List<JoinedRequest> certain = new ArrayList<>();
    List<JoinedRequest> others = new ArrayList<>();
    for (JoinedRequest request : walk.hits()) {
      (devices.containsKey(request) ? certain : others).add(request);
    }
    TracedMessages lines = new TracedMessages(certain);
    List<SequencePlacement.PlacedRun> runs = placed.runs(participant);
    if (!runs.isEmpty()) {
      between(walk.hits(), runs);
      return;
    }
    for (List<JoinedRequest> requests : List.of(certain, others)) {
      List<MatchCursor> cursors = new ArrayList<>();
      for (Traffic one : traffic) {
        if (one.mayBeOf(participant)) {
          int begin = begin(one, walk.hits());
          cursors.add(
              new MatchCursor(one, begin, one.requests.size(), device(one, devices, lines)));
        }
      }
      Map<String, List<MatchCursor>> serving = new HashMap<>();
      for (MatchCursor cursor : cursors) {
        serving.computeIfAbsent(cursor.device, d -> new ArrayList<>()).add(cursor);
      }
      boolean sure = !serving.containsKey(null);
      for (JoinedRequest request : requests) {
        String device = devices.get(request);
        boolean some = device != null && sure;
        List<MatchCursor> own =
            some
                ? serving.computeIfAbsent(
                    device, d -> cursors.stream().filter(c -> c.serves(d)).toList())
                : cursors;
        match(request, device, own, slack);
      }
    }
  }

  /** What is left of a log without times, between the messages of it that are known. */
  private void between(List<JoinedRequest> requests, List<SequencePlacement.PlacedRun> runs) {
    Map<Traffic, MatchCursor> cursors = new LinkedHashMap<>();
    for (SequencePlacement.PlacedRun run : runs) {
      MatchCursor cursor =
          cursors.computeIfAbsent(
              run.traffic(), one -> new MatchCursor(one, run.from(), run.to(), null));
      cursor.start = Math.min(cursor.start, run.from());
      cursor.end = Math.max(cursor.end, run.to());
    }
    for (JoinedRequest request : requests) {
      Integer at = placed.places().get(request);
      MatchCursor own = request.connection == null ? null : cursors.get(request.connection);
      if (at == null) {
        match(request, null, List.copyOf(cursors.values()), 0);
      } else if (own != null) {
        own.start = at + 1;
      }
    }
  }

  private static void match(
      JoinedRequest request, @Nullable String device, List<MatchCursor> cursors, long slack) {
    MatchCursor best = null;
    int position = -1;
    for (MatchCursor cursor : cursors) {
      int at = cursor.serves(device) ? cursor.find(request, slack) : -1;
      if (at >= 0
          && (best == null || cursor.distance(request, at) < best.distance(request, position))) {
        best = cursor;
        position = at;
      }
    }
    if (best != null) {
      join(request, best.traffic, position);
      best.start = position + 1;
    }
  }

  /** The device that a connection is for, or null where that makes no difference. */
  private static @Nullable String device(
      Traffic one, Map<JoinedRequest, String> devices, TracedMessages lines) {
    Map<String, Integer> votes = new HashMap<>();
    for (JoinedRequest sent : one.requests) {
      JoinedRequest before = lines.before(sent);
      JoinedRequest after = lines.after(sent);
      long late = before == null ? Tolerances.USED.recorderLate() : sent.timeNs - before.timeNs;
      // What is sent is seen at once or later: a line that comes later is mostly another's.
      long early =
          after == null ? Tolerances.USED.recorderLate() : (after.timeNs - sent.timeNs) * SELDOM;
      if (before != null && before.replyNs >= sent.timeNs) {
        votes.merge(devices.get(before), PROOF, Integer::sum);
      } else if (Math.min(late, early) < Tolerances.USED.recorderLate()) {
        votes.merge(devices.get(late <= early ? before : after), 1, Integer::sum);
      }
    }
    return votes.isEmpty() ? null : Collections.max(votes.entrySet(), BY_VOTES).getKey();
  }

  /** Where no times tell, a trace begins where the messages are the same one after the other. */
  private static int begin(Traffic one, List<JoinedRequest> traced) {
    int length = Math.min(ALIKE, traced.size());
    boolean timed = !traced.isEmpty() && traced.get(0).timeNs >= 0;
    for (int i = 0; !timed && i + length <= one.requests.size(); i++) {
      int same = 0;
      while (same < length
          && one.requests.get(i + same).trace == null
          && one.requests.get(i + same).id == traced.get(same).id) {
        same++;
      }
      if (same == length) {
        return i;
      }
    }
    return 0;
  }

  static void join(JoinedRequest traced, Traffic one, int at) {
    JoinedRequest sent = one.requests.get(at);
    traced.socket = sent.socket;
    traced.connection = one;
    traced.step = sent.step;
    traced.value = sent.value;
    traced.queue = sent.queue >= 0 ? sent.queue : traced.queue;
    traced.awaited |= sent.awaited;
    traced.answered |= sent.answered;
    traced.refused |= sent.refused;
    traced.reply = sent.reply != null ? sent.reply : traced.reply;
    if (traced.timeNs < 0) {
      traced.timeNs = sent.timeNs;
      traced.replyNs = sent.replyNs;
    }
    one.requests.set(at, traced);
    if (traced.window != null) {
      traced.window.connection = one;
    }
  }

  /** How far the messages of one process have been found on a connection. */
  private static final class MatchCursor {
    final Traffic traffic;

    /** After the last one that was found. */
    int start;

    /** Where another one begins. */
    int end;

    private final @Nullable String device;

    /** All between the start and here are taken, or too early for a message of this time. */
    private int open;

    private long openNs;

    /** It has more queues than a vhost device of a network device, of which it serves several. */
    private final boolean pairs;

    MatchCursor(Traffic traffic, int start, int end, @Nullable String device) {
      this.traffic = traffic;
      this.start = start;
      this.end = end;
      this.device = device;
      this.pairs = net(device) && traffic.requests.stream().anyMatch(MatchCursor::further);
    }

    private static boolean net(@Nullable String device) {
      return device != null && device.endsWith(":virtio-net");
    }

    private static boolean further(JoinedRequest request) {
      return request.queue > 1 && request.effect().toSetUpRings();
    }

    /** Whether it may be that of a device; null if nothing tells which device it is. */
    boolean serves(@Nullable String other) {
      return device == null || other == null || device.equals(other) || pairs && net(other);
    }

    int find(JoinedRequest request, long slack) {
      long early = device == null ? slack : Math.max(slack, Tolerances.USED.traceEarlyKnown());
      int looked = 0;
      boolean passing = true;
      boolean back = request.timeNs < openNs;
      open = Math.max(start, back ? 0 : open);
      openNs = request.timeNs;
      for (int i = start; i < end; i = Math.max(i + 1, open)) {
        JoinedRequest candidate = traffic.requests.get(i);
        boolean taken = candidate.trace != null;
        boolean timed = request.timeNs >= 0 && candidate.timeNs >= 0;
        if (passing && i >= open) {
          passing = taken || timed && candidate.timeNs < request.timeNs - early;
          open = passing ? i + 1 : i;
        }
        if (taken) {
          if (candidate.participant.equals(request.participant)
              && candidate.order > request.order) {
            return -1;
          }
          continue;
        }
        if (timed) {
          // The message that is next in turn may be early by more than one that is picked out.
          long least =
              i == start && start > 0 ? Math.max(early, Tolerances.USED.preempted()) : early;
          if (candidate.timeNs < request.timeNs - least) {
            continue;
          }
          if (candidate.timeNs > request.timeNs + slack + Tolerances.USED.recorderLate()) {
            return -1;
          }
        } else if (looked++ > AHEAD) {
          return -1;
        }
        if (candidate.id == request.id) {
          return i;
        }
      }
      return -1;
    }

    /** In time where there is one, else in messages between. */
    long distance(JoinedRequest request, int at) {
      long timeNs = traffic.requests.get(at).timeNs;
      return request.timeNs >= 0 && timeNs >= 0 ? Math.abs(timeNs - request.timeNs) : at - start;
    }
  }
}
