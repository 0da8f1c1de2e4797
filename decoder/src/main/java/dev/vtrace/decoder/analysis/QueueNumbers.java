// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.vhostuser.Request;
import java.util.List;

/** Finds out which queue a message is for where only a trace tells of it, which does not say. */
final class QueueNumbers {
  /** Sent to every queue, in the order of their numbers. */
  private static final Request[] EVERY = {Request.SET_VRING_ENABLE, Request.SET_VRING_CALL};

  /** Sent to every queue that is set up. */
  private static final Request[] SET_UP = {
    Request.SET_VRING_NUM,
    Request.SET_VRING_BASE,
    Request.SET_VRING_ADDR,
    Request.SET_VRING_KICK,
    Request.GET_VRING_BASE
  };

  private QueueNumbers() {}

  static void assign(List<Frame> frames, Knowledge knowledge) {
    for (Frame frame : frames) {
      if (!Joiner.isWindow(frame)) {
        continue;
      }
      for (Request request : EVERY) {
        inOrder(frame, request);
      }
      int count = knowledge.queues(frame);
      for (Request request : SET_UP) {
        // With fewer messages than queues it may be any of them that was left out.
        if (frame.old && count(frame, request) == count) {
          inOrder(frame, request);
        }
      }
    }
  }

  private static int count(Frame frame, Request request) {
    int count = 0;
    for (Hit hit : frame.hits) {
      count += hit.is(request) ? 1 : 0;
    }
    return count;
  }

  private static void inOrder(Frame frame, Request request) {
    int next = 0;
    for (Hit hit : frame.hits) {
      if (hit.is(request)) {
        hit.queue = hit.queue < 0 ? next : hit.queue;
        next = hit.queue + 1;
      }
    }
  }
}
