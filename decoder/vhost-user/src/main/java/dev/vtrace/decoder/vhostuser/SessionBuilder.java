// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Applies messages to the state of a connection (vhost-user specification, "Ring states"). */
final class SessionBuilder {
  /** More rings than any device has; keeps damaged input from filling memory. */
  private static final int MAX_VRINGS = 4096;

  /** More than the slots of any front-end; the same. */
  private static final int MAX_REGIONS = 1024;

  private RingList vrings = RingList.EMPTY;
  private List<MemoryRegion> told = List.of();
  private final List<MemoryRegion> regions = new ArrayList<>();
  private Negotiated negotiated = Negotiated.NOTHING;
  private long offered;
  private long protocolOffered;
  private boolean featuresSet;
  private boolean owner;
  private OptionalLong queues = OptionalLong.empty();
  private OptionalLong memorySlots = OptionalLong.empty();
  private boolean backendChannel;
  private long inflight;
  private int inflightQueueSize;
  private boolean dirtyLog;
  private OptionalLong status = OptionalLong.empty();
  private boolean postcopy;
  private SessionState frozen = SessionState.FRESH;

  SessionState freeze() {
    told = regions.equals(told) ? told : List.copyOf(regions);
    SessionState now =
        new SessionState(
            negotiated,
            offered,
            protocolOffered,
            featuresSet,
            owner,
            queues,
            memorySlots,
            backendChannel,
            inflight,
            inflightQueueSize,
            dirtyLog,
            status,
            postcopy,
            vrings,
            told);
    // Another list of rings is never an equal one, and takes long to compare.
    if (vrings != frozen.vrings() || !now.equals(frozen)) {
      frozen = now;
    }
    return frozen;
  }

  Negotiated negotiated() {
    return negotiated;
  }

  void request(Request row, Decoded m) {
    int queue = m.queue();
    FdState fd = m.number("no_fd", 0) != 0 ? FdState.NONE : FdState.GIVEN;
    Effect effect = row.effect();
    boolean on = m.number("enable", 0) != 0;
    if (effect.changesRing()) {
      change(queue, ring -> ring.after(row, on));
    }
    switch (effect) {
      case FEATURES_SET:
        negotiated = new Negotiated(m.number("features", 0), negotiated.protocolFeatures());
        featuresSet = true;
        if (!negotiated.protocol()) {
          vrings = vrings.all(Vring::alwaysEnabled);
        }
        break;
      case PROTOCOL_SET:
        negotiated = new Negotiated(negotiated.features(), m.number("protocol_features", 0));
        break;
      case OWNER:
        owner = true;
        break;
      case RESET:
        vrings = vrings.all(ring -> ring.after(row, false));
        break;
      case RING_SIZE:
        change(queue, ring -> ring.withNum((int) m.number("num", 0)));
        break;
      case RING_INDEX:
        change(queue, ring -> ring.withBase(baseWord(m)));
        break;
      case RING_ADDRESSES:
        change(
            queue,
            ring ->
                ring.withAddresses(
                    m.number("desc", 0),
                    m.number("used", 0),
                    m.number("avail", 0),
                    m.number("log", 0) != 0));
        break;
      case RING_KICK:
        change(queue, ring -> ring.withKick(fd));
        break;
      case RING_CALL:
        change(queue, ring -> ring.withCall(fd));
        break;
      case RING_ERR:
        change(queue, ring -> ring.withErr(fd));
        break;
      case MEMORY_TABLE:
        regions.clear();
        for (int i = 0; i < m.number("nregions", 0); i++) {
          if (m.field("regions[" + i + "].size") == null) {
            break;
          }
          regions.add(region(m, "regions[" + i + "]."));
        }
        break;
      case MEMORY_ADD:
        if (m.field("size") != null && regions.size() < MAX_REGIONS) {
          regions.add(region(m, ""));
        }
        break;
      case MEMORY_REMOVE:
        MemoryRegion gone = region(m, "");
        regions.removeIf(
            r ->
                r.guestPhys() == gone.guestPhys()
                    && r.size() == gone.size()
                    && r.userAddr() == gone.userAddr());
        break;
      case CHANNEL:
        backendChannel = true;
        break;
      case INFLIGHT_SET:
        inflight = m.number("mmap_size", 0);
        inflightQueueSize = (int) m.number("queue_size", 0);
        break;
      case LOG_BASE:
        dirtyLog = true;
        break;
      case STATUS_SET:
        status = OptionalLong.of(m.number("status", 0));
        break;
      case POSTCOPY_BEGIN:
        postcopy = true;
        break;
      case POSTCOPY_END:
        postcopy = false;
        break;
      default:
        break;
    }
  }

  /** What a reply counts; numbers of more than 63 bits count nothing. */
  private static OptionalLong count(Decoded reply, OptionalLong before) {
    long value = reply.number("value", before.orElse(-1));
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  void reply(Request row, Decoded m) {
    switch (row.effect()) {
      case FEATURES_OFFER:
        offered = m.number("features", offered);
        break;
      case PROTOCOL_OFFER:
        protocolOffered = m.number("protocol_features", protocolOffered);
        break;
      case QUEUE_COUNT:
        queues = count(m, queues);
        break;
      case SLOT_COUNT:
        memorySlots = count(m, memorySlots);
        break;
      case RING_STOP:
        change(m.queue(), ring -> ring.withBase(baseWord(m)));
        break;
      default:
        break;
    }
  }

  private static long baseWord(Decoded m) {
    byte[] payload = m.message().payload();
    return payload.length < 8 ? -1 : UnsignedIntegers.get(payload, 4, 4, m.message().order());
  }

  private static MemoryRegion region(Decoded m, String prefix) {
    return new MemoryRegion(
        m.number(prefix + "guest_phys", 0),
        m.number(prefix + "size", 0),
        m.number(prefix + "user_addr", 0),
        m.number(prefix + "mmap_offset", 0));
  }

  private void change(int index, UnaryOperator<Vring> change) {
    if (index < 0 || index >= MAX_VRINGS) {
      return;
    }
    Vring old = vrings.ring(index);
    if (old == null) {
      // Without VHOST_USER_F_PROTOCOL_FEATURES there is no message that enables a ring.
      old = Vring.untouched(index, featuresSet && !negotiated.protocol());
    }
    vrings = vrings.with(change.apply(old));
  }
}
