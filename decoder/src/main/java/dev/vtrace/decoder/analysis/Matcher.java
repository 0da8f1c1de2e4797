// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import java.util.List;

/**
 * Finds the message on a socket that a trace event speaks of. That tells whose message it is when a
 * connection changes hands, which queue it is for, and when a trace without times was written.
 */
final class Matcher {
  /** The event is written right behind the sending, and clocks of recorders differ a little. */
  private static final long EARLY_NS = 2_000_000L;

  /** Under load the thread loses the processor between the two. */
  private static final long PREEMPTED_NS = 250_000_000L;

  /** A recorder under load is that much behind. */
  private static final long LATE_NS = 1_000_000_000L;

  /** How far to look where there are no times. */
  private static final int AHEAD = 64;

  /** So many messages of the same kinds in a row are the same messages. */
  private static final int ALIKE = 8;

  private final List<Traffic> traffic;

  Matcher(List<Traffic> traffic) {
    this.traffic = traffic;
  }

  /** Joins the messages of one process, in order, with those on its connections. */
  void match(List<Hit> traced, String participant, Clock clock) {
    int[] from = new int[traffic.size()];
    for (int t = 0; t < from.length; t++) {
      from[t] = traced.isEmpty() || traced.get(0).timeNs >= 0 ? 0 : begin(traffic.get(t), traced);
    }
    boolean moved = clock.kind() != Clock.Kind.WALL || clock.offsetNs() != 0;
    long slack = EARLY_NS + (moved ? Math.max(0, clock.uncertaintyNs()) : 0);
    for (Hit hit : traced) {
      int best = -1;
      int position = -1;
      for (int t = 0; t < traffic.size(); t++) {
        Traffic one = traffic.get(t);
        if (!one.mayBeOf(participant)) {
          continue;
        }
        int at = find(one, from[t], hit, slack);
        if (at >= 0 && (best < 0 || earlier(one, at, traffic.get(best), position, from, t, best))) {
          best = t;
          position = at;
        }
      }
      if (best >= 0) {
        join(hit, traffic.get(best), position);
        from[best] = position + 1;
      }
    }
  }

  /** Where no times tell, a trace begins where the messages are the same one after the other. */
  private static int begin(Traffic one, List<Hit> traced) {
    int length = Math.min(ALIKE, traced.size());
    for (int i = 0; i + length <= one.hits.size(); i++) {
      int same = 0;
      while (same < length
          && one.hits.get(i + same).trace == null
          && one.hits.get(i + same).id == traced.get(same).id) {
        same++;
      }
      if (same == length) {
        return i;
      }
    }
    return 0;
  }

  private static boolean earlier(
      Traffic one, int at, Traffic two, int other, int[] from, int first, int second) {
    long left = one.hits.get(at).timeNs;
    long right = two.hits.get(other).timeNs;
    return left >= 0 && right >= 0 ? left < right : at - from[first] < other - from[second];
  }

  private static int find(Traffic one, int start, Hit hit, long slack) {
    int looked = 0;
    for (int i = start; i < one.hits.size(); i++) {
      Hit candidate = one.hits.get(i);
      if (candidate.trace != null) {
        continue;
      }
      if (hit.timeNs >= 0 && candidate.timeNs >= 0) {
        // The message that is next in turn may be early by more than one that is picked out.
        long early = i == start && start > 0 ? Math.max(slack, PREEMPTED_NS) : slack;
        if (candidate.timeNs < hit.timeNs - early) {
          continue;
        }
        if (candidate.timeNs > hit.timeNs + slack + LATE_NS) {
          return -1;
        }
      } else if (looked++ > AHEAD) {
        return -1;
      }
      if (candidate.id == hit.id) {
        return i;
      }
    }
    return -1;
  }

  private static void join(Hit traced, Traffic one, int at) {
    Hit sent = one.hits.get(at);
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
    one.hits.set(at, traced);
    if (traced.frame != null) {
      traced.frame.connection = one;
    }
  }
}
