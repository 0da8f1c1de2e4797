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

  public static void assign(List<WindowBuilder> frames, DeviceFacts knowledge) {
    for (WindowBuilder frame : frames) {
      if (Joiner.isWindow(frame)) {
        assign(frame, knowledge.queues(frame));
      }
    }
  }

  private static void assign(WindowBuilder frame, int queues) {
    Map<Request, Integer> counts = new EnumMap<>(Request.class);
    for (JoinedRequest hit : frame.hits) {
      if (hit.request != null && hit.request.perQueue()) {
        counts.merge(hit.request.original(), 1, Integer::sum);
      }
    }
    counts.forEach(
        (request, count) -> {
          // With fewer messages than queues it may be any of them that was left out.
          boolean all = request.effect().toSetUpRings() && frame.old && count == queues;
          if (request.effect().toEachRing() || all) {
            inOrder(frame, request);
          }
        });
  }

  private static void inOrder(WindowBuilder frame, Request request) {
    int next = 0;
    for (JoinedRequest hit : frame.hits) {
      if (hit.is(request)) {
        hit.queue = hit.queue < 0 ? next : hit.queue;
        next = hit.queue + 1;
      }
    }
  }
}
