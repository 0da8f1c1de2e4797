// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import org.jspecify.annotations.Nullable;

/**
 * What primary and secondary of a COLO pair tell each other in 32-bit words, once the migration is
 * done (qapi/migration.json, "COLOMessage"; migration/colo.c of QEMU 7.2 to 11.1).
 */
public enum ColoMessage {
  CHECKPOINT_READY,
  CHECKPOINT_REQUEST,
  CHECKPOINT_REPLY,
  /** The pages of a checkpoint follow, as parts of RAM up to an end of stream. */
  VMSTATE_SEND,
  /** So many bytes of device states follow, up to an end of stream within them. */
  VMSTATE_SIZE,
  VMSTATE_RECEIVED,
  VMSTATE_LOADED;

  /** The message with this number, or null. */
  public static @Nullable ColoMessage of(long number) {
    return number >= 0 && number < values().length ? values()[(int) number] : null;
  }
}
