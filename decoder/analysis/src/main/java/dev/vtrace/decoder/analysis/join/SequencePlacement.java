// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.vhostuser.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where the messages of a log without times are on the connections: by their sequence.
 * What starts and stops the rings of a device is looked for without gaps; where that is in several
 * places, a source is at the beginning of a connection and a destination at its end. Where several
 * devices send the same, the one that comes first in the log is the one that comes first on the
 * wire.
 */
final class SequencePlacement {
  /** With more connections or devices, what they send is too much alike. */
  private static final int MOST = 64;

  /** So many messages at the end of a recording are no accident. */
  private static final int OVERLAP = 8;

  /** How far to look for a message between two that are known. */
  private static final int AHEAD = 64;

  /** A part of a connection that one device of one process has used. */
  record PlacedRun(Traffic traffic, int from, int to) {}

  /** Messages of a log, from a place of it, are those from a place of a connection. */
  private record Fit(RingSequence there, int own, int at, int length) {
    boolean isFirst() {
      return at == 0;
    }

    boolean isLast() {
      return at + length == there.ids.length;
    }

    long timeNs() {
      return there.requests.get(there.places[at]).timeNs;
    }
  }

  /** What sets up and stops rings among some messages. */
  private static final class RingSequence {
    final @Nullable Traffic traffic;
    final List<JoinedRequest> requests;
    final int[] places;
    final long[] ids;

    RingSequence(@Nullable Traffic traffic, List<JoinedRequest> requests) {
      this.traffic = traffic;
      this.requests = requests;
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        // Addresses are sent for dirty logging, too, and the log does not tell what for.
        Effect effect = requests.get(i).effect();
        if (effect.toSetUpRings() && effect != Effect.RING_ADDRESSES) {
          found.add(i);
        }
      }
      this.places = found.stream().mapToInt(Integer::intValue).toArray();
      this.ids = found.stream().mapToLong(place -> requests.get(place).id).toArray();
    }

    boolean isFree(int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (requests.get(places[i]).trace != null) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Traffic> traffic;
  private final Set<String> sources = new HashSet<>();
  private final Set<String> destinations = new HashSet<>();
  private final Map<JoinedRequest, Integer> places = new HashMap<>();
  private final Map<String, List<PlacedRun>> runs = new HashMap<>();

  SequencePlacement(List<Traffic> traffic, List<ReportedMigration> sides) {
    this.traffic = traffic;
    for (ReportedMigration reported : sides) {
      (reported.outgoing ? sources : destinations).add(reported.participant);
    }
  }

  /**
   * Joins what it finds.
   *
   * @param walks those of logs without times, by process
   */
  void assignTimes(Map<String, TraceWalk> walks) {
    List<String> order = new ArrayList<>(walks.keySet());
    order.sort(Comparator.comparingInt(this::turn));
    for (String participant : order) {
      assignTimes(participant, requireNonNull(walks.get(participant)));
    }
  }

  /** Sources have spoken before the destinations. */
  private int turn(String participant) {
    int sends = sources.contains(participant) ? 0 : 1;
    return sends + (destinations.contains(participant) ? 1 : 0);
  }

  private boolean isLast(String participant) {
    return destinations.contains(participant) && !sources.contains(participant);
  }

  /** Where each message that was found is on its connection. */
  Map<JoinedRequest, Integer> places() {
    return places;
  }

  /** Where a process has spoken; empty if nothing tells. */
  List<PlacedRun> runs(String participant) {
    return runs.getOrDefault(participant, List.of());
  }

  private void assignTimes(String participant, TraceWalk walk) {
    List<Traffic> possible =
        traffic.stream().filter(each -> each.mayBeOf(participant)).limit(MOST + 1L).toList();
    List<RingSequence> parts = parts(walk);
    if (possible.size() > MOST || parts.size() > MOST) {
      return;
    }
    List<RingSequence> there =
        possible.stream().map(each -> new RingSequence(each, each.requests)).toList();
    boolean last = isLast(participant);
    if (last) {
      Collections.reverse(parts);
    }
    for (RingSequence part : parts) {
      Fit fit = choose(fits(part, there), last);
      if (fit != null) {
        join(participant, part, fit);
      }
    }
  }

  /** The messages of each device, in the order of the log. */
  private static List<RingSequence> parts(TraceWalk walk) {
    Map<JoinedRequest, String> devices = walk.devices();
    boolean one = Set.copyOf(devices.values()).size() < 2;
    Map<String, List<JoinedRequest>> hits = new LinkedHashMap<>();
    for (JoinedRequest request : walk.hits()) {
      String device = one ? "" : devices.get(request);
      if (device != null) {
        hits.computeIfAbsent(device, d -> new ArrayList<>()).add(request);
      }
    }
    List<RingSequence> out = new ArrayList<>();
    hits.values().forEach(each -> out.add(new RingSequence(null, each)));
    return out;
  }

  private static List<Fit> fits(RingSequence part, List<RingSequence> there) {
    List<Fit> out = new ArrayList<>();
    SequenceSearch search = new SequenceSearch(part.ids);
    for (RingSequence each : there) {
      for (int at : search.in(each.ids)) {
        if (each.isFree(at, part.ids.length)) {
          out.add(new Fit(each, 0, at, part.ids.length));
        }
      }
    }
    return out.isEmpty() ? overlaps(part, search, there) : out;
  }

  /** A recording that began later than the log, or ended before it. */
  private static List<Fit> overlaps(
      RingSequence part, SequenceSearch search, List<RingSequence> there) {
    List<Fit> out = new ArrayList<>();
    int longest = OVERLAP;
    for (RingSequence each : there) {
      int begun = new SequenceSearch(each.ids).endOf(part.ids);
      int ended = search.endOf(each.ids);
      int length = Math.max(begun, ended);
      Fit fit =
          begun >= ended
              ? new Fit(each, part.ids.length - begun, 0, begun)
              : new Fit(each, 0, each.ids.length - ended, ended);
      if (length >= longest && begun != ended && each.isFree(fit.at, length)) {
        if (length > longest) {
          out.clear();
        }
        longest = length;
        out.add(fit);
      }
    }
    return out;
  }

  /** The one that it is, or null if nothing tells. */
  private static @Nullable Fit choose(List<Fit> fits, boolean last) {
    if (fits.size() <= 1) {
      return fits.isEmpty() ? null : fits.get(0);
    }
    Comparator<Fit> byTime = Comparator.comparingLong(Fit::timeNs);
    return last
        ? fits.stream().filter(Fit::isLast).max(byTime).orElse(null)
        : fits.stream().filter(Fit::isFirst).min(byTime).orElse(null);
  }

  private void join(String participant, RingSequence part, Fit fit) {
    Traffic one = requireNonNull(fit.there.traffic);
    int from = fit.isFirst() ? 0 : fit.there.places[fit.at - 1] + 1;
    int to = fit.isLast() ? one.requests.size() : fit.there.places[fit.at + fit.length];
    runs.computeIfAbsent(participant, p -> new ArrayList<>()).add(new PlacedRun(one, from, to));
    int first = part.places[fit.own];
    for (int i = 0; i < fit.length; i++) {
      join(part.requests.get(part.places[fit.own + i]), one, fit.there.places[fit.at + i]);
    }
    before(part.requests.subList(0, first), one, from, fit.there.places[fit.at]);
    int at = fit.there.places[fit.at];
    int known = fit.own;
    for (JoinedRequest request : part.requests.subList(first, part.requests.size())) {
      if (places.containsKey(request)) {
        at = places.get(request);
        known++;
        continue;
      }
      int next = fit.at + known - fit.own;
      int end = next < fit.at + fit.length ? fit.there.places[next] : to;
      int found = after(request, one, at + 1, Math.min(end, at + 1 + AHEAD));
      if (found >= 0) {
        join(request, one, found);
        at = found;
      }
    }
  }

  /** What was sent before the first that is known, from there back. */
  private void before(List<JoinedRequest> requests, Traffic one, int from, int until) {
    int end = until;
    for (int i = requests.size() - 1; i >= 0; i--) {
      for (int at = end - 1; at >= Math.max(from, end - AHEAD); at--) {
        if (one.requests.get(at).trace == null && one.requests.get(at).id == requests.get(i).id) {
          join(requests.get(i), one, at);
          end = at;
          break;
        }
      }
    }
  }

  private static int after(JoinedRequest request, Traffic one, int from, int until) {
    for (int at = from; at < until; at++) {
      if (one.requests.get(at).trace == null && one.requests.get(at).id == request.id) {
        return at;
      }
    }
    return -1;
  }

  private void join(JoinedRequest request, Traffic one, int at) {
    Matcher.join(request, one, at);
    places.put(request, at);
  }
}
