// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts a sequence of messages into what they were sent for, by the order in which QEMU sends them:
 * connecting, starting, stopping, dirty logging. Source: message order of recorded migrations,
 * vhost-user specification.
 */
final class Segments {
  /** QEMU sends the messages of one start or stop without waiting for anything else. */
  private static final long PAUSE_NS = 500_000_000L;

  private static final long LOG_ALL = 1L << 26;

  private static final Set<Request> CONNECT =
      EnumSet.of(
          Request.GET_FEATURES,
          Request.GET_PROTOCOL_FEATURES,
          Request.SET_PROTOCOL_FEATURES,
          Request.GET_QUEUE_NUM,
          Request.GET_MAX_MEM_SLOTS,
          Request.SET_BACKEND_REQ_FD,
          Request.SET_OWNER,
          Request.SET_VRING_ERR,
          Request.GET_CONFIG);

  private final List<Hit> hits;
  private final List<Frame> out = new ArrayList<>();
  private Frame group;
  private int features;
  private boolean ring;
  private boolean enable;
  private boolean marked;

  /** Whether the features of a start may say that writes are logged; else logging begins later. */
  private boolean logging = true;

  private long last = -1;

  /** Whether a start enables its rings itself; then a stop begins with disabling them. */
  private boolean enables;

  private Segments(List<Hit> hits) {
    this.hits = hits;
  }

  /** The groups in order; a mark among the messages gives its own window to the group around it. */
  static List<Frame> cut(List<Hit> hits) {
    Segments segments = new Segments(hits);
    for (int i = 0; i < hits.size(); i++) {
      segments.next(i);
    }
    segments.close();
    return segments.out;
  }

  private void next(int at) {
    Hit hit = hits.get(at);
    boolean pause = last >= 0 && hit.timeNs >= 0 && hit.timeNs - last > PAUSE_NS;
    if (hit.timeNs >= 0) {
      last = hit.timeNs;
    }
    if (pause) {
      close();
    }
    if (hit.id < 0) {
      mark(hit.frame);
      return;
    }
    if (group == null || !goesOn(hit)) {
      close();
      group = new Frame(opens(at));
      group.participant = hit.participant;
    }
    group.add(hit);
    note(hit);
  }

  /** A window without an end event begins here; what the device sent just before belongs to it. */
  private void mark(Frame frame) {
    boolean before = group != null && group.kind == frame.kind && !ring && !marked;
    Frame earlier = before ? group : null;
    if (!before) {
      close();
    }
    group = frame;
    if (earlier != null) {
      frame.order = Math.min(frame.order, earlier.order < 0 ? frame.order : earlier.order);
      earlier.hits.forEach(frame::add);
    }
    marked = true;
  }

  private void note(Hit hit) {
    if (hit.request == null) {
      return;
    }
    switch (hit.request) {
      case SET_FEATURES:
        features++;
        logging = hit.value < 0 || (hit.value & LOG_ALL) != 0;
        break;
      case SET_VRING_NUM:
      case SET_VRING_BASE:
      case SET_VRING_ADDR:
      case SET_VRING_KICK:
      case GET_VRING_BASE:
        ring = true;
        break;
      case SET_VRING_ENABLE:
        enable = true;
        break;
      default:
        break;
    }
  }

  private void close() {
    if (group != null) {
      enables |= group.kind == Kind.START && enable;
      out.add(group);
    }
    group = null;
    features = 0;
    ring = false;
    enable = false;
    marked = false;
    logging = true;
  }

  private boolean goesOn(Hit hit) {
    if (hit.request == null) {
      return true;
    }
    switch (group.kind) {
      case CONNECT:
        return CONNECT.contains(hit.request) || hit.is(Request.SET_VRING_CALL);
      case LOG_START:
        return hit.is(Request.SET_FEATURES) && features == 0 || hit.is(Request.SET_VRING_ADDR);
      case LOG_STOP:
        return hit.is(Request.SET_VRING_ADDR);
      case START:
        return starting(hit);
      case STOP:
        return hit.is(Request.SET_VRING_ENABLE) && hit.value <= 0 && !ring
            || hit.is(Request.GET_VRING_BASE)
            || status(hit);
      default:
        return false;
    }
  }

  private static boolean status(Hit hit) {
    return hit.is(Request.SET_STATUS) || hit.is(Request.GET_STATUS) || hit.is(Request.RESET_DEVICE);
  }

  private boolean starting(Hit hit) {
    switch (hit.request) {
      case SET_FEATURES:
        return features < 2 && !ring;
      case GET_INFLIGHT_FD:
      case SET_INFLIGHT_FD:
      case ADD_MEM_REG:
      case REM_MEM_REG:
      case SET_MEM_TABLE:
        return !ring;
      case SET_VRING_CALL:
      case SET_VRING_NUM:
      case SET_VRING_BASE:
      case SET_VRING_ADDR:
      case SET_VRING_KICK:
        return !enable;
      case SET_LOG_BASE:
        return ring && !enable && logging;
      case SET_VRING_ENABLE:
        return hit.value != 0 && (ring || features > 0);
      case GET_FEATURES:
        return true;
      default:
        return status(hit);
    }
  }

  private Kind opens(int at) {
    Hit hit = hits.get(at);
    if (hit.request == null) {
      return Kind.OTHER;
    }
    switch (hit.request) {
      case SET_LOG_BASE:
        return Kind.LOG_START;
      case SET_FEATURES:
        return follows(at, Request.SET_VRING_ADDR) ? Kind.LOG_STOP : Kind.START;
      case SET_VRING_CALL:
        return follows(at, Request.SET_VRING_ERR) ? Kind.CONNECT : Kind.OTHER;
      case GET_INFLIGHT_FD:
      case SET_INFLIGHT_FD:
      case SET_VRING_NUM:
      case SET_VRING_BASE:
      case SET_VRING_ADDR:
      case SET_VRING_KICK:
        return Kind.START;
      case SET_VRING_ENABLE:
        return stops(at) ? Kind.STOP : Kind.OTHER;
      case GET_VRING_BASE:
        return enables ? Kind.OTHER : Kind.STOP;
      default:
        return CONNECT.contains(hit.request) ? Kind.CONNECT : Kind.OTHER;
    }
  }

  private boolean follows(int at, Request request) {
    return at + 1 < hits.size() && hits.get(at + 1).is(request);
  }

  /** Rings are switched off, and then asked for their positions. */
  private boolean stops(int at) {
    int next = at;
    while (next < hits.size() && hits.get(next).is(Request.SET_VRING_ENABLE)) {
      if (hits.get(next).value > 0) {
        return false;
      }
      next++;
    }
    boolean asked = next < hits.size() && hits.get(next).is(Request.GET_VRING_BASE);
    return asked || enables && hits.get(at).value == 0;
  }
}
