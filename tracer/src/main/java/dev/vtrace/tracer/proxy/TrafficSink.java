// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.tracer.recording.Chunk;
import java.util.List;

/**
 * Takes what passes on vhost-user connections. Calls come from the threads that forward, so none of
 * them may wait; those about one half come in order.
 */
public interface TrafficSink {
  /** One direction of one channel of a connection. */
  record Half(String connection, Channel channel, Direction direction) {
    /** Both halves of the main channel. */
    public static List<Half> main(String connection) {
      return List.of(
          new Half(connection, Channel.MAIN, Direction.TO_BACKEND),
          new Half(connection, Channel.MAIN, Direction.TO_FRONTEND));
    }
  }

  /** Bytes are about to be passed on. */
  void chunk(Half half, Chunk chunk);

  /**
   * Nothing follows.
   *
   * @param total bytes that were passed on
   */
  void end(Half half, long total, String why);

  /** Something happened to a connection, after what was told before. */
  void event(WireEvent event);
}
