// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.EventPurpose;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events of a trace that are kept or let go together: a start or a stop with the messages before
 * it, or one event that is neither.
 */
final class EventStretch {
  /** One that grows beyond this is no start or stop; damage must not make it endless. */
  private static final int MOST = 4_096;

  /** Messages between starts and stops that stay together. */
  private static final int MOST_LOOSE = 256;

  /** Numbers of virtqueues have 16 bits. */
  private static final int MOST_QUEUES = 1 << 16;

  /** What a process sends once, or for a migration: that it was sent holds for all windows. */
  private static final Set<Effect> ONCE =
      EnumSet.of(Effect.PROTOCOL_OFFER, Effect.PROTOCOL_SET, Effect.OWNER, Effect.LOG_BASE);

  final List<TraceEvent> events = new ArrayList<>(4);

  private final BitSet entered = new BitSet();
  private final BitSet left = new BitSet();
  private boolean device;
  private boolean core;
  private boolean windowed;
  private boolean ended;
  private boolean odd;

  /** Whether an event belongs to something new. */
  boolean endsBefore(TraceEvent event) {
    if (events.isEmpty()) {
      return false;
    }
    EventPurpose purpose = purpose(event);
    if (events.size() >= MOST || done()) {
      return true;
    }
    return switch (purpose) {
      case DEVICE_BEGIN -> true;
      case WINDOW_BEGIN -> windowed;
      case MESSAGE_SENT, MESSAGE_RECEIVED -> !open() && events.size() >= MOST_LOOSE;
      case QUEUE_BEGIN, QUEUE_END, WINDOW_END, DEVICE_END -> false;
      default -> !open();
    };
  }

  void add(TraceEvent event) {
    events.add(event);
    switch (purpose(event)) {
      case DEVICE_BEGIN -> device = true;
      case WINDOW_BEGIN -> {
        windowed = true;
        core = event.event().paired();
        ended = !core;
      }
      case QUEUE_BEGIN -> odd |= !core || !set(entered, event);
      case QUEUE_END -> odd |= !core || !set(left, event);
      case WINDOW_END -> {
        odd |= !core;
        core = false;
        ended = true;
      }
      case DEVICE_END -> {
        odd |= !device;
        device = false;
      }
      case MESSAGE_SENT -> odd |= !open() && ONCE.contains(Effect.of(request(event)));
      case MESSAGE_RECEIVED -> {}
      default -> odd = true;
    }
  }

  private static boolean set(BitSet queues, TraceEvent event) {
    int index = (int) event.number("idx", -1);
    boolean known = index >= 0 && index < MOST_QUEUES;
    if (known) {
      queues.set(index);
    }
    return known;
  }

  private static EventPurpose purpose(TraceEvent event) {
    return event.known() == null ? EventPurpose.SHOWN : event.known().purpose();
  }

  private static @Nullable Request request(TraceEvent event) {
    return Request.of(Channel.MAIN, (int) event.number("req", -1));
  }

  private boolean open() {
    return device || core;
  }

  /** Whether nothing more can belong to it. */
  private boolean done() {
    return windowed && !open() || odd && !open();
  }

  /** Whether it has a start or a stop. */
  boolean windowed() {
    return windowed;
  }

  /** Whether it has nothing but messages, and at most a start or stop that went as usual. */
  boolean plain() {
    return !odd && !open() && (!windowed || ended && (entered.isEmpty() || !left.isEmpty()));
  }

  /** Whether it has more than a start or stop with its messages: others may rest on that. */
  boolean tellsOfOthers() {
    return odd;
  }

  /** The number of queues that it shows its device to have at least. */
  int queues() {
    return entered.length();
  }

  /** What the trace calls the device of its start or stop, or null. */
  @Nullable String deviceKey() {
    for (TraceEvent event : events) {
      if (purpose(event) == EventPurpose.WINDOW_BEGIN
          || purpose(event) == EventPurpose.WINDOW_END) {
        return TracedDevice.key(event);
      }
    }
    return null;
  }

  /** Numbers of the requests that were sent in it. */
  List<Integer> requests() {
    List<Integer> out = new ArrayList<>();
    for (TraceEvent event : events) {
      if (purpose(event) == EventPurpose.MESSAGE_SENT) {
        out.add((int) event.number("req", -1));
      }
    }
    return out;
  }
}
