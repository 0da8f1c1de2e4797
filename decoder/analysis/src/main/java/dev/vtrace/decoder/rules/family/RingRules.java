// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.MessageContext;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ring may be told in which of its states. Source: vhost-user specification, "Ring states"
 * and "Starting and stopping rings"; virtio specification 1.3, "Virtqueues" for sizes.
 */
public final class RingRules {
  private static final int RING_MOST = 32768;

  public static final List<Rule> TABLE =
      List.of(
          Rule.step(Code.RING_CHANGED_RUNNING, Rank.FAULT, RingRules::changedRunning),
          Rule.step(Code.RING_NOT_SET_UP, Rank.FAULT, RingRules::notSetUp),
          Rule.step(Code.RING_USED_AFTER_STOP, Rank.FAULT, RingRules::usedAfterStop),
          Rule.step(Code.RING_STOPPED_TWICE, Rank.CONSEQUENCE, RingRules::stoppedTwice),
          Rule.step(Code.RING_BEYOND_QUEUES, Rank.FAULT, RingRules::beyondQueues),
          Rule.step(Code.RING_SIZE, Rank.FAULT, RingRules::size),
          Rule.step(Code.RING_MISALIGNED, Rank.FAULT, RingRules::misaligned),
          Rule.step(Code.RING_INDEX_LOST, Rank.FAULT, RingRules::indexLost),
          Rule.step(Code.LOG_WITHOUT_BASE, Rank.FAULT, RingRules::logWithoutBase),
          Rule.step(Code.STATE_WHILE_RUNNING, Rank.FAULT, RingRules::stateWhileRunning),
          Rule.step(Code.INFLIGHT_TOO_SMALL, Rank.CAUSE, RingRules::inflightTooSmall),
          Rule.step(Code.INFLIGHT_RING_LARGER, Rank.CAUSE, RingRules::inflightRingLarger));

  private RingRules() {}

  private static @Nullable String changedRunning(MessageContext at) {
    Vring ring = at.ring();
    if (ring == null || !ring.started()) {
      return null;
    }
    if (at.forth() && at.effect().fixedWhileStarted()) {
      return at.message().name() + " for a ring that is started";
    }
    // Dirty logging is switched on and off by the same addresses with another flag.
    boolean moved =
        at.asks(Effect.RING_ADDRESSES)
            && ring.desc() != 0
            && (ring.desc() != at.number("desc")
                || ring.used() != at.number("used")
                || ring.avail() != at.number("avail"));
    return moved ? "the addresses of a started ring are changed" : null;
  }

  private static @Nullable String notSetUp(MessageContext at) {
    if (!at.whole() || !at.forth() || !at.effect().startsRing()) {
      return null;
    }
    Vring ring = at.ring();
    String missing = "";
    if (ring == null || ring.num() == 0) {
      missing = name(Effect.RING_SIZE);
    } else if (ring.base() < 0) {
      missing = name(Effect.RING_INDEX);
    } else if (ring.desc() == 0 && ring.avail() == 0) {
      missing = name(Effect.RING_ADDRESSES);
    } else if (at.before().regions().isEmpty()) {
      missing = "any guest memory";
    }
    return missing.isEmpty() ? null : "the ring is started before " + missing;
  }

  private static @Nullable String usedAfterStop(MessageContext at) {
    boolean kick = at.forth() && at.effect().startsRing();
    boolean call = at.asks(Effect.RING_SIGNAL);
    Vring ring = at.ring();
    Request stop = ring == null ? null : ring.stoppedBy();
    if (stop == null || !kick && !call) {
      return null;
    }
    return kick
        ? "the ring was stopped by "
            + stop.name()
            + " and is started without "
            + name(Effect.RING_INDEX)
        : "the back-end signals a ring that " + stop.name() + " has stopped";
  }

  /** What a ring is mostly told this by. */
  private static String name(Effect effect) {
    return Request.first(effect).name();
  }

  private static @Nullable String stoppedTwice(MessageContext at) {
    if (!at.whole() || !at.asks(Effect.RING_STOP)) {
      return null;
    }
    Vring ring = at.ring();
    return ring == null || !ring.started() ? "a ring is stopped that is not started" : null;
  }

  private static @Nullable String beyondQueues(MessageContext at) {
    long queues = at.before().queues().orElse(0);
    // A network device answers with pairs of queues.
    boolean beyond = queues > 0 && at.forth() && at.main() && at.queue() / 2 >= queues;
    return beyond
        ? "queue "
            + at.queue()
            + " of a back-end that has "
            + queues
            + " queues, or pairs of"
            + " queues"
        : null;
  }

  private static @Nullable String size(MessageContext at) {
    if (!at.asks(Effect.RING_SIZE)) {
      return null;
    }
    long num = at.number("num");
    boolean packed = at.before().negotiated().packed();
    if (num > 0 && num <= RING_MOST && (packed || Long.bitCount(num) == 1)) {
      return null;
    }
    return "a ring of " + num + " entries" + (packed ? "" : "; split rings need a power of two");
  }

  private static @Nullable String misaligned(MessageContext at) {
    if (!at.asks(Effect.RING_ADDRESSES)) {
      return null;
    }
    boolean packed = at.before().negotiated().packed();
    boolean wrong =
        (at.number("desc") & 15) != 0
            || (at.number("avail") & (packed ? 3 : 1)) != 0
            || (at.number("used") & 3) != 0;
    return wrong ? "a part of the ring is not aligned" : null;
  }

  private static @Nullable String indexLost(MessageContext at) {
    if (!at.answers(Effect.RING_STOP) || at.before().negotiated().packed()) {
      return null;
    }
    Vring ring = at.ring();
    return ring != null && ring.base() > 0 && at.number("last_avail") == 0
        ? "the ring was started at index " + ring.base() + ", and the back-end returns 0"
        : null;
  }

  private static @Nullable String logWithoutBase(MessageContext at) {
    boolean on =
        at.whole() && at.asks(Effect.FEATURES_SET) && at.step().after().negotiated().logging();
    return on && !at.before().dirtyLog() ? "LOG_ALL is set before SET_LOG_BASE" : null;
  }

  private static @Nullable String stateWhileRunning(MessageContext at) {
    return at.asks(Effect.STATE_PASS) && !at.before().suspended()
        ? "the device's state is transferred while a ring is started"
        : null;
  }

  private static @Nullable String inflightTooSmall(MessageContext at) {
    if (!at.asks(Effect.INFLIGHT_SET) && !at.answers(Effect.INFLIGHT_MAKE)) {
      return null;
    }
    boolean packed = at.before().negotiated().packed();
    long least =
        at.number("num_queues")
            * (packed ? 32 + 32 * at.number("queue_size") : 16 + 16 * at.number("queue_size"));
    long size = at.number("mmap_size");
    return size >= least
        ? null
        : "the in-flight region has "
            + size
            + " bytes, "
            + at.number("num_queues")
            + " queues of "
            + at.number("queue_size")
            + " entries need "
            + least;
  }

  private static @Nullable String inflightRingLarger(MessageContext at) {
    SessionState before = at.before();
    long num = at.number("num");
    return at.asks(Effect.RING_SIZE) && before.inflight() > 0 && num > before.inflightQueueSize()
        ? "a ring of " + num + " entries, the in-flight region has " + before.inflightQueueSize()
        : null;
  }
}
