// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import org.jspecify.annotations.Nullable;

/**
 * Who ended a link. Whoever notices an end says so here before it passes the end on; so what the
 * other direction notices of that is told from an end of its own.
 */
final class LinkEnder {
  private final Fd one;
  private final Fd other;

  /** The socket whose peer is gone. */
  private @Nullable Fd gone;

  private boolean recorder;

  LinkEnder(Fd one, Fd other) {
    this.one = one;
    this.other = other;
  }

  /**
   * An end is noticed.
   *
   * @param from the socket of who sends in this direction
   * @param seen how it looks from here
   * @return how it came about
   */
  synchronized WireEnd claim(Fd from, WireEnd seen) {
    if (recorder) {
      return WireEnd.RECORDER;
    }
    Fd culprit = seen == WireEnd.RECEIVER_GONE ? opposite(from) : from;
    if (gone != null) {
      return gone == culprit ? seen : WireEnd.PASSED_ON;
    }
    switch (seen) {
      case RECORDER -> recorder = true;
      case FINISHED -> {}
      default -> gone = culprit;
    }
    return seen;
  }

  /** The recorder is about to end the link; an end that came before stays who began. */
  synchronized void recorderEnds() {
    if (gone == null && !recorder) {
      gone = Sockets.hungUp(one) ? one : Sockets.hungUp(other) ? other : null;
      recorder = gone == null;
    }
  }

  private Fd opposite(Fd from) {
    return from == one ? other : one;
  }
}
