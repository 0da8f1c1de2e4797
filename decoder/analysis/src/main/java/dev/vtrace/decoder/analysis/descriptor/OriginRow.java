// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.descriptor;

import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import org.jspecify.annotations.Nullable;

/**
 * Which message gave the back-end what a field of the device hands over. Source: hw/virtio/vhost.c
 * and hw/virtio/vhost-user.c of QEMU 10.2.2 with the series of backend transfer; system calls of a
 * source show the same numbers in both (`transfer-strace` of the recordings).
 */
enum OriginRow {
  HOST_NOTIFIER("/host_notifier", Effect.RING_KICK, Pick.LAST),
  /** Made again by each start, so the last one; while a vector is masked the other is in place. */
  GUEST_NOTIFIER("/guest_notifier", Effect.RING_CALL, Pick.LAST_BUT_FIRST),
  ERROR_NOTIFIER("/error_notifier", Effect.RING_ERR, Pick.LAST),
  /** Passed once, when the device is set up, before any queue is started. */
  MASKED_NOTIFIER("/masked_notifier", Effect.RING_CALL, Pick.FIRST),
  INFLIGHT("/vhost-inflight/fd", Effect.INFLIGHT_SET, Pick.LAST),
  /** The front-end keeps one end of a socket pair and passes the other on. */
  BACKEND_CHANNEL("/backend_fd", Effect.CHANNEL, Pick.OTHER_END),
  /** No message passes it: it is the front-end's end of what all of them pass over. */
  CONNECTION("/backend-transfer-char/fd", Effect.NONE, Pick.CONNECTION);

  /** Which of several messages counts. */
  enum Pick {
    LAST,
    FIRST,
    LAST_BUT_FIRST,
    OTHER_END,
    CONNECTION
  }

  final String ending;
  final Effect effect;
  final Pick pick;

  OriginRow(String ending, Effect effect, Pick pick) {
    this.ending = ending;
    this.effect = effect;
    this.pick = pick;
  }

  /** Whether such a message can be the origin of anything. */
  static boolean passes(@Nullable Request request) {
    for (OriginRow row : values()) {
      if (request != null && row.pick != Pick.CONNECTION && row.effect == request.effect()) {
        return true;
      }
    }
    return false;
  }

  /** The row of a field, or null. */
  static @Nullable OriginRow of(String path) {
    for (OriginRow row : values()) {
      if (path.endsWith(row.ending)) {
        return row;
      }
    }
    return null;
  }

  /** {@code 3} of {@code .../queues[3]/host_notifier}; -1 for a field of no queue. */
  static int queue(String path) {
    int close = path.lastIndexOf(']');
    int open = path.lastIndexOf('[');
    boolean inQueue = close > open && path.indexOf('/', close) == path.lastIndexOf('/');
    if (open < 0 || !inQueue || close - open > 6) {
      return -1;
    }
    int queue = 0;
    for (int i = open + 1; i < close; i++) {
      int digit = path.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      queue = queue * 10 + digit;
    }
    return queue;
  }

  /** What a field and all others of its device have in common. */
  static String device(String path) {
    int virtio = path.indexOf("/virtio/");
    return virtio < 0 ? path : path.substring(0, virtio);
  }
}
