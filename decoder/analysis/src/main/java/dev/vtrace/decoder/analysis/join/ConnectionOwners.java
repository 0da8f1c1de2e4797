// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.TracedMessages;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.devices.VhostDevice;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out who cannot be the front-end of a connection, where the capture does not say whose it
 * is. Of two back-ends often one is recorded only, and what the other one was told looks alike.
 */
final class ConnectionOwners {
  private final CollectedEvidence collected;
  private final List<ReportedMigration> sides;
  private final Map<String, List<JoinedRequest>> traced;

  /** Of those whose traces have times. */
  private final Map<String, TracedMessages> lines = new LinkedHashMap<>();

  /** When each of them sent its messages, sorted. */
  private final Map<String, long[]> times = new HashMap<>();

  /**
   * @param traced messages of each process that has a trace, in order
   */
  ConnectionOwners(
      CollectedEvidence collected,
      List<ReportedMigration> sides,
      Map<String, List<JoinedRequest>> traced) {
    this.collected = collected;
    this.sides = sides;
    this.traced = traced;
    traced.forEach(
        (participant, requests) -> {
          if (!requests.isEmpty() && requests.get(0).timeNs >= 0) {
            lines.put(participant, new TracedMessages(requests));
            times.put(
                participant,
                requests.stream().mapToLong(request -> request.timeNs).sorted().toArray());
          }
        });
  }

  /** Notes on each connection whose it is not. */
  void settle() {
    for (Traffic traffic : collected.traffic) {
      if (traffic.owner.isEmpty()) {
        Set<String> proved = byMessages(traffic);
        RingEnds rings = new RingEnds(traffic.requests);
        for (ReportedMigration reported : sides) {
          byRings(traffic, rings, reported, proved);
        }
      }
    }
  }

  /** Who is proved to have sent most of what was sent in its time. */
  private Set<String> byMessages(Traffic traffic) {
    Map<String, long[]> distances = new LinkedHashMap<>();
    if (traffic.openNs >= 0) {
      lines.forEach((participant, known) -> distances.put(participant, distances(traffic, known)));
    }
    long[] nearest = nearest(distances.values(), traffic.requests.size());
    Set<String> proved = new HashSet<>();
    for (Map.Entry<String, long[]> each : distances.entrySet()) {
      String participant = each.getKey();
      long[] own = each.getValue();
      List<JoinedRequest> requests = requireNonNull(traced.get(participant));
      TraceLog log = requireNonNull(collected.log(participant));
      long slack = log.clock.uncertaintyNs().orElse(0);
      long first = requests.get(0).timeNs - Tolerances.USED.speakerFar() - slack;
      long last = requests.get(requests.size() - 1).timeNs + Tolerances.USED.speakerFar() + slack;
      int there = 0;
      int near = 0;
      int far = 0;
      for (int i = 0; i < traffic.requests.size(); i++) {
        long time = traffic.requests.get(i).timeNs;
        if (time >= first && time <= last && own[i] <= nearest[i] && !log.lacks(time)) {
          long distance = own[i];
          there++;
          near += distance <= Tolerances.USED.speakerNear() + slack ? 1 : 0;
          far += distance <= Tolerances.USED.speakerFar() + slack ? 1 : 0;
        }
      }
      if (near * 2 > there) {
        proved.add(participant);
      } else if (there > 0 && far * 2 <= there
          || !isMostlyHere(traffic, requireNonNull(times.get(participant)), far)) {
        traffic.isNotOf(participant);
      }
    }
    return proved;
  }

  /** How far from each message the nearest line is that may refer to it. */
  private static long[] distances(Traffic traffic, TracedMessages lines) {
    long[] out = new long[traffic.requests.size()];
    for (int i = 0; i < out.length; i++) {
      JoinedRequest sent = traffic.requests.get(i);
      JoinedRequest before = lines.before(sent);
      JoinedRequest after = lines.after(sent);
      long early = before == null ? Long.MAX_VALUE : sent.timeNs - before.timeNs;
      out[i] = after == null ? early : Math.min(early, after.timeNs - sent.timeNs);
    }
    return out;
  }

  private static long[] nearest(Collection<long[]> distances, int size) {
    long[] out = new long[size];
    Arrays.fill(out, Long.MAX_VALUE);
    for (long[] each : distances) {
      for (int i = 0; i < size; i++) {
        out[i] = Math.min(out[i], each[i]);
      }
    }
    return out;
  }

  /** Whether most of what a process sent in the time of a connection was found there. */
  private static boolean isMostlyHere(Traffic traffic, long[] times, int found) {
    int from = indexAt(times, traffic.openNs);
    int to = traffic.lastNs < 0 ? from : indexAt(times, traffic.lastNs + 1);
    int covered = traffic.openNs < 0 ? 0 : to - from;
    boolean lacks = !traffic.connection.gaps().isEmpty() || !traffic.session.leftOut().isEmpty();
    if (covered > 0 && lacks) {
      covered = 0;
      for (int i = from; i < to; i++) {
        covered += traffic.hasAll(times[i], times[i]) ? 1 : 0;
      }
    }
    return found * 2 >= covered;
  }

  /** Position of the first that is not before a time. */
  private static int indexAt(long[] times, long timeNs) {
    int low = 0;
    int high = times.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < timeNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * A connection on which the first ring is started when the source's guest no longer runs is the
   * destination's own. One whose rings the source has stopped at the end was not handed over.
   */
  private void byRings(
      Traffic traffic, RingEnds rings, ReportedMigration source, Set<String> proved) {
    Attempt attempt = source.settled();
    String destination = attempt.destination();
    if (attempt.outcome() != AttemptOutcome.COMPLETED || source.finishNs < 0) {
      return;
    }
    long end = source.endNs >= 0 ? source.endNs : attempt.endNs();
    if (!traffic.session.leftOut().isEmpty() && !traffic.covers(source.beginNs, end)) {
      return;
    }
    long firstStart = traffic.firstStartNs();
    boolean stopped = rings.stopped(source.beginNs, end);
    boolean used = rings.lastNs() > end;
    if (firstStart >= source.finishNs && !proved.contains(source.participant)) {
      traffic.isNotOf(source.participant);
    } else if (stopped && !used && !handedOver(attempt) && !proved.contains(destination)) {
      traffic.isNotOf(destination);
    }
  }

  private boolean handedOver(Attempt attempt) {
    StreamMark mark = MigrationInference.stream(collected, attempt.number());
    return mark != null && mark.devices().stream().anyMatch(VhostDevice::transfer);
  }
}
