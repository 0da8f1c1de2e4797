// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.RequestStage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a sequence of messages into groups of one purpose each, by the order in which QEMU sends
 * them: connecting, starting, stopping, dirty logging. Source: message order of recorded
 * migrations, vhost-user specification.
 */
public final class Segments {
  private static final long LOG_ALL = 1L << 26;

  private final List<JoinedRequest> requests;
  private final List<WindowBuilder> out = new ArrayList<>();
  private @Nullable WindowBuilder group;
  private int features;
  private boolean ring;
  private boolean enable;
  private boolean marked;

  /** Whether the features of a start may say that writes are logged; else logging begins later. */
  private boolean logging = true;

  private long last = -1;

  /** The first message after some in a row that switch rings off: it tells what they are for. */
  private int switched;

  /** Whether a start enables its rings itself; then a stop begins with disabling them. */
  private boolean enables;

  private Segments(List<JoinedRequest> requests, boolean enables) {
    this.requests = requests;
    this.enables = enables;
  }

  /** The groups in order; a mark among the messages gives its own window to the group around it. */
  static List<WindowBuilder> cut(List<JoinedRequest> requests) {
    return cut(requests, false);
  }

  /**
   * The same.
   *
   * @param enables whether starts among other messages of the process enable their rings
   */
  static List<WindowBuilder> cut(List<JoinedRequest> requests, boolean enables) {
    Segments segments = new Segments(requests, enables);
    for (int i = 0; i < requests.size(); i++) {
      segments.next(i);
    }
    segments.close();
    return segments.out;
  }

  private void next(int at) {
    JoinedRequest request = requests.get(at);
    boolean pause =
        last >= 0 && request.timeNs >= 0 && request.timeNs - last > Tolerances.USED.pause();
    if (request.timeNs >= 0) {
      last = request.timeNs;
    }
    if (pause || request.resumed) {
      close();
    }
    if (request.id < 0) {
      mark(request.mark());
      return;
    }
    if (group == null || !goesOn(group, request)) {
      close();
      group = new WindowBuilder(opens(at));
      group.participant = request.participant;
    }
    group.add(request);
    note(request);
  }

  /** A window without an end event begins here; what the device sent just before belongs to it. */
  private void mark(WindowBuilder window) {
    boolean before =
        group != null && group.kind == window.kind && (!ring || window.headless) && !marked;
    WindowBuilder earlier = before ? group : null;
    if (!before) {
      close();
    }
    group = window;
    if (earlier != null) {
      window.order = Math.min(window.order, earlier.order < 0 ? window.order : earlier.order);
      earlier.requests.forEach(window::add);
    }
    marked = true;
  }

  private void note(JoinedRequest request) {
    Effect effect = request.effect();
    features += effect == Effect.FEATURES_SET ? 1 : 0;
    ring |= effect.toSetUpRings();
    enable |= effect == Effect.RING_ENABLE;
    if (effect == Effect.FEATURES_SET) {
      logging = request.value < 0 || (request.value & LOG_ALL) != 0;
    }
  }

  private void close() {
    if (group != null) {
      enables |= group.kind == WindowKind.START && enable;
      out.add(group);
    }
    group = null;
    features = 0;
    ring = false;
    enable = false;
    marked = false;
    logging = true;
  }

  private boolean goesOn(WindowBuilder group, JoinedRequest request) {
    if (request.request == null) {
      return true;
    }
    Effect effect = request.effect();
    RequestStage stage = stage(group.kind);
    boolean part = stage != null && request.request.isPartOf(stage);
    switch (group.kind) {
      case LOG_START:
        boolean first = effect == Effect.FEATURES_SET && features == 0;
        return part && (first || effect == Effect.RING_ADDRESSES);
      case LOG_STOP:
        return part && effect == Effect.RING_ADDRESSES;
      case START:
        return part && starting(request);
      case STOP:
        return part && (effect != Effect.RING_ENABLE || request.value <= 0 && !ring);
      default:
        return part;
    }
  }

  private static @Nullable RequestStage stage(WindowKind kind) {
    return switch (kind) {
      case CONNECT -> RequestStage.CONNECT;
      case START -> RequestStage.START;
      case STOP -> RequestStage.STOP;
      case LOG_START, LOG_STOP -> RequestStage.LOGGING;
      default -> null;
    };
  }

  /** Features and memory come first, then what the rings need, then rings are switched on. */
  private boolean starting(JoinedRequest request) {
    switch (request.effect()) {
      case FEATURES_SET:
        return features < 2 && !ring;
      case INFLIGHT_MAKE:
      case INFLIGHT_SET:
      case MEMORY_TABLE:
      case MEMORY_ADD:
      case MEMORY_REMOVE:
        return !ring;
      case LOG_BASE:
        return ring && !enable && logging;
      case RING_ENABLE:
        return request.value != 0 && (ring || features > 0);
      default:
        return !enable || !request.effect().preparesRing();
    }
  }

  private WindowKind opens(int at) {
    JoinedRequest request = requests.get(at);
    if (request.request == null) {
      return WindowKind.OTHER;
    }
    switch (request.effect()) {
      case FEATURES_SET:
        return follows(at, Effect.RING_ADDRESSES) ? WindowKind.LOG_STOP : WindowKind.START;
      case RING_CALL:
        return follows(at, Effect.RING_ERR) ? WindowKind.CONNECT : WindowKind.OTHER;
      case RING_ADDRESSES:
        // A log that begins within dirty logging has its addresses only.
        return follows(at, Effect.RING_KICK) ? WindowKind.START : WindowKind.OTHER;
      case RING_ENABLE:
        return stops(at) ? WindowKind.STOP : WindowKind.OTHER;
      default:
        return kindOf(request.request.stage());
    }
  }

  private WindowKind kindOf(RequestStage stage) {
    return switch (stage) {
      case CONNECT -> WindowKind.CONNECT;
      case START -> WindowKind.START;
      case STOP -> enables ? WindowKind.OTHER : WindowKind.STOP;
      case LOGGING -> WindowKind.LOG_START;
      default -> WindowKind.OTHER;
    };
  }

  private boolean follows(int at, Effect effect) {
    return at + 1 < requests.size() && requests.get(at + 1).does(effect);
  }

  /** Rings are switched off, and then asked for their positions. */
  private boolean stops(int at) {
    if (at >= switched) {
      switched = at;
      while (switched < requests.size() && isOff(requests.get(switched))) {
        switched++;
      }
    }
    JoinedRequest next = switched < requests.size() ? requests.get(switched) : null;
    boolean on = next != null && next.does(Effect.RING_ENABLE);
    boolean asked = next != null && next.does(Effect.RING_STOP);
    return !on && (asked || enables && requests.get(at).value == 0);
  }

  private static boolean isOff(JoinedRequest request) {
    return request.does(Effect.RING_ENABLE) && request.value <= 0;
  }
}
