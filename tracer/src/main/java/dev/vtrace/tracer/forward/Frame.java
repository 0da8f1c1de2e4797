// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.forward;

import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.tracer.proxy.TrafficSink;
import dev.vtrace.tracer.recording.Chunk;

/** What the process that forwards tells the one that records; {@link Frames} is the form. */
sealed interface Frame {
  /** It listens. */
  record Ready() implements Frame {}

  /** It cannot listen; a sentence. */
  record Refused(String why) implements Frame {}

  /** A sentence for people. */
  record Note(String text) implements Frame {}

  /** See {@link TrafficSink#chunk}. */
  record Passed(TrafficSink.Half half, Chunk chunk) implements Frame {}

  /** See {@link TrafficSink#end}. */
  record Ended(TrafficSink.Half half, long total, String why) implements Frame {}

  /** See {@link TrafficSink#event}. */
  record Happened(WireEvent event) implements Frame {}

  /**
   * How many connections there are, were, and could not be made.
   *
   * @param asked whether the recorder has asked
   */
  record Count(int open, int closed, int failed, boolean asked) implements Frame {}

  /** It has ended all connections as it was asked to, and nothing follows. */
  record Done() implements Frame {}
}
