// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import dev.vtrace.decoder.features.FeatureWord;

/**
 * What both ends have agreed on so far.
 *
 * @param features feature bits of the last SET_FEATURES
 * @param protocolFeatures bits of the last SET_PROTOCOL_FEATURES
 */
public record Negotiated(long features, long protocolFeatures) {
  public static final Negotiated NOTHING = new Negotiated(0, 0);

  private static final long RING_PACKED = 1L << 34;
  private static final long PROTOCOL = 1L << 30;
  private static final long LOG_ALL = 1L << 26;
  private static final long LOG_SHMFD = 1L << 1;
  private static final long REPLY_ACK = 1L << 3;

  /** Whether rings have the packed layout. */
  public boolean packed() {
    return (features & RING_PACKED) != 0;
  }

  /** Whether VHOST_USER_F_PROTOCOL_FEATURES is set; without it, rings start enabled. */
  public boolean protocol() {
    return (features & PROTOCOL) != 0;
  }

  /** Whether writes to guest memory are being logged. */
  public boolean logging() {
    return (features & LOG_ALL) != 0;
  }

  /** Whether SET_LOG_BASE carries a descriptor and is answered. */
  public boolean logShmfd() {
    return (protocolFeatures & LOG_SHMFD) != 0;
  }

  /** Whether need_reply means something. */
  public boolean replyAck() {
    return (protocolFeatures & REPLY_ACK) != 0;
  }

  /** Whether what a request needs is there. */
  public boolean allows(Request request) {
    String needs = request.needs();
    return needs.isEmpty()
        || FeatureWord.PROTOCOL.has(protocolFeatures, needs)
        || FeatureWord.TRANSPORT.has(features, needs);
  }
}
