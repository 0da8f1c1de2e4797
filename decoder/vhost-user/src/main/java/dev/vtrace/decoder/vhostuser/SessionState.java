// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of a connection know at one point. Immutable; equal neighbours are the same
 * object.
 *
 * @param offered feature bits of the last GET_FEATURES reply
 * @param protocolOffered bits of the last GET_PROTOCOL_FEATURES reply
 * @param featuresSet whether there was a SET_FEATURES
 * @param owner whether there was a SET_OWNER
 * @param queues answer of GET_QUEUE_NUM, empty before
 * @param memorySlots answer of GET_MAX_MEM_SLOTS, empty before
 * @param backendChannel whether the back-end has a channel of its own
 * @param inflight size of the in-flight region that was set, 0 for none
 * @param inflightQueueSize its queue size
 * @param dirtyLog whether there was a SET_LOG_BASE
 * @param status device status byte of the last SET_STATUS, empty before
 * @param postcopy whether POSTCOPY_LISTEN was sent and POSTCOPY_END was not
 * @param vrings in order of their indexes, those that a message mentioned
 */
public record SessionState(
    Negotiated negotiated,
    long offered,
    long protocolOffered,
    boolean featuresSet,
    boolean owner,
    OptionalLong queues,
    OptionalLong memorySlots,
    boolean backendChannel,
    long inflight,
    int inflightQueueSize,
    boolean dirtyLog,
    OptionalLong status,
    boolean postcopy,
    List<Vring> vrings,
    List<MemoryRegion> regions) {
  /** A connection without a message. */
  public static final SessionState FRESH =
      new SessionState(
          Negotiated.NOTHING,
          0,
          0,
          false,
          false,
          OptionalLong.empty(),
          OptionalLong.empty(),
          false,
          0,
          0,
          false,
          OptionalLong.empty(),
          false,
          RingList.EMPTY,
          List.of());

  /** The ring with this index, or null. */
  public @Nullable Vring vring(int index) {
    if (vrings instanceof RingList list) {
      return list.ring(index);
    }
    for (Vring vring : vrings) {
      if (vring.index() == index) {
        return vring;
      }
    }
    return null;
  }

  /** All rings are stopped, so the device is suspended. */
  public boolean suspended() {
    for (Vring vring : vrings) {
      if (vring.started()) {
        return false;
      }
    }
    return true;
  }
}
