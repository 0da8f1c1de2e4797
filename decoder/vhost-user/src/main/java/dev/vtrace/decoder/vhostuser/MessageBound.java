// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/**
 * How many messages of all connections of a run are kept. Those that change nothing that is
 * followed, such as IOTLB updates, have a fourth of that; of the others the middle is let go.
 */
public final class MessageBound {
  /** Nothing is let go. */
  public static final MessageBound NONE = new MessageBound(Integer.MAX_VALUE);

  /** A connection with fewer messages keeps them all. */
  static final int FEW = 256;

  /** Bytes of payload beyond which a message counts as several. */
  private static final int LARGE = 256;

  private final int most;
  private long kept;
  private long calm;

  public MessageBound(int most) {
    this.most = most;
  }

  static int weight(Message message) {
    return 1 + message.payload().length / LARGE;
  }

  /** Whether one more message that changes nothing is kept. */
  boolean keepsCalm(Message message) {
    if (calm + weight(message) > most / 4) {
      return false;
    }
    calm += weight(message);
    return true;
  }

  void add(Message message) {
    kept += this == NONE ? 0 : weight(message);
  }

  void remove(Message message) {
    kept -= this == NONE ? 0 : weight(message);
  }

  boolean full() {
    return kept > most;
  }
}
