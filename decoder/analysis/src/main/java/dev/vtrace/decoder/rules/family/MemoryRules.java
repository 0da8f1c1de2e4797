// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.rules.model.MessageContext;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.MemoryRegion;
import dev.vtrace.decoder.vhostuser.Negotiated;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a back-end was given, and whether rings lie in it. Source: vhost-user
 * specification, "Memory region description" and "Multiple memory regions"; libvhost-user of QEMU
 * 10.2.2, which gives up on regions that overlap.
 */
public final class MemoryRules {
  private static final int TABLE_MOST = 8;

  public static final List<Rule> TABLE =
      List.of(
          Rule.step(Code.REGION_ADDED_TWICE, Rank.CAUSE, MemoryRules::addedTwice),
          Rule.step(Code.REGIONS_OVERLAP, Rank.CAUSE, MemoryRules::overlap),
          Rule.step(Code.REGIONS_TOO_MANY, Rank.CAUSE, MemoryRules::tooMany),
          Rule.step(Code.REGION_NOT_THERE, Rank.FAULT, MemoryRules::notThere),
          Rule.step(Code.RING_OUTSIDE_MEMORY, Rank.FAULT, MemoryRules::outside));

  private MemoryRules() {}

  private static @Nullable String addedTwice(MessageContext at) {
    if (!at.asks(Effect.MEMORY_ADD)) {
      return null;
    }
    MemoryRegion added = added(at);
    for (MemoryRegion there : at.before().regions()) {
      if (added != null && added.size() != 0 && there.overlaps(added)) {
        boolean same = there.guestPhys() == added.guestPhys() && there.size() == added.size();
        return text(added)
            + (same ? " is added again" : " is added, it overlaps " + text(there))
            + "; the back-end still has it"
            + (there.userAddr() == added.userAddr()
                ? ""
                : " from another process, as after a backend transfer");
      }
    }
    return null;
  }

  private static @Nullable String overlap(MessageContext at) {
    if (!at.asks(Effect.MEMORY_TABLE)) {
      return null;
    }
    List<MemoryRegion> regions = at.step().after().regions();
    for (int i = 0; i < regions.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (regions.get(j).overlaps(regions.get(i))) {
          return text(regions.get(i)) + " overlaps " + text(regions.get(j));
        }
      }
    }
    return null;
  }

  private static @Nullable String tooMany(MessageContext at) {
    if (at.asks(Effect.MEMORY_TABLE) && at.number("nregions") > TABLE_MOST) {
      return "a table of " + at.number("nregions") + " regions, " + TABLE_MOST + " is the most";
    }
    SessionState after = at.step().after();
    boolean over =
        at.asks(Effect.MEMORY_ADD)
            && after.memorySlots().isPresent()
            && after.regions().size() > after.memorySlots().getAsLong();
    return over
        ? after.regions().size()
            + " regions, the back-end has "
            + after.memorySlots().orElse(0)
            + " slots"
        : null;
  }

  private static @Nullable String notThere(MessageContext at) {
    boolean none =
        at.whole()
            && at.asks(Effect.MEMORY_REMOVE)
            && at.step().after().regions().size() == at.before().regions().size();
    return none ? "a region is removed that the back-end does not have" : null;
  }

  private static @Nullable String outside(MessageContext at) {
    SessionState before = at.before();
    Negotiated agreed = before.negotiated();
    boolean translated = FeatureWord.TRANSPORT.has(agreed.features(), "ACCESS_PLATFORM");
    if (!at.whole() || !at.asks(Effect.RING_ADDRESSES) || translated) {
      return null;
    }
    Vring ring = at.ring();
    long num = ring == null ? 1 : Math.max(1, ring.num());
    boolean packed = agreed.packed();
    List<String> out = new ArrayList<>();
    part(at, "desc", 16 * num, out);
    part(at, "avail", packed ? 4 : 6 + 2 * num, out);
    part(at, "used", packed ? 4 : 6 + 8 * num, out);
    return out.isEmpty()
        ? null
        : String.join(" and ", out) + " of the ring are in no region of guest memory";
  }

  private static void part(MessageContext at, String name, long bytes, List<String> out) {
    long address = at.number(name);
    boolean guest =
        FeatureWord.PROTOCOL.has(at.before().negotiated().protocolFeatures(), "GPA_ADDRESSES");
    for (MemoryRegion region : at.before().regions()) {
      if (guest ? region.holdsGuest(address, bytes) : region.holdsUser(address, bytes)) {
        return;
      }
    }
    out.add(name + " 0x" + Long.toHexString(address));
  }

  private static @Nullable MemoryRegion added(MessageContext at) {
    List<MemoryRegion> after = at.step().after().regions();
    return after.size() > at.before().regions().size() ? after.get(after.size() - 1) : null;
  }

  private static String text(MemoryRegion region) {
    return "guest memory 0x"
        + Long.toHexString(region.guestPhys())
        + "+0x"
        + Long.toHexString(region.size());
  }
}
