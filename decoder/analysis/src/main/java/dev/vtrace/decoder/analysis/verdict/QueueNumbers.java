// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.join.Joiner;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds out which queue a message is for where only a trace shows it, which does not say. */
public final class QueueNumbers {
  private QueueNumbers() {}

  public static void assign(List<WindowBuilder> windows, DeviceFacts facts) {
    for (WindowBuilder window : windows) {
      if (Joiner.isWindow(window)) {
        assign(window, facts.queues(window).orElse(0), DeviceFacts.first(window));
      }
    }
  }

  private static void assign(WindowBuilder window, int queues, int first) {
    Map<Request, Integer> counts = new EnumMap<>(Request.class);
    for (JoinedRequest joined : window.requests) {
      if (joined.request != null && joined.request.perQueue()) {
        counts.merge(joined.request.original(), 1, Integer::sum);
      }
    }
    counts.forEach(
        (request, count) -> {
          // With fewer messages than queues it may be any of them that was left out.
          boolean all = request.effect().toSetUpRings() && window.old && count == queues - first;
          if (request.effect().toEachRing() || all) {
            inOrder(window, request, first);
          }
        });
  }

  private static void inOrder(WindowBuilder window, Request request, int first) {
    int next = first;
    for (JoinedRequest joined : window.requests) {
      if (joined.is(request)) {
        joined.queue = joined.queue < 0 ? next : joined.queue;
        next = joined.queue + 1;
      }
    }
  }
}
