// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.recording.Chunk;
import dev.vtrace.tracer.sys.Fd;
import java.io.IOException;
import java.util.List;

/** Sees one direction of a connection pass. All calls come from one thread, and do not wait. */
interface Tap {
  /**
   * Bytes are about to be sent on. This is told before, so that a request is recorded before its
   * answer can be.
   *
   * @param fds what came with the first byte
   * @return the descriptors to send with it: the same, or others in place of them. The pump closes
   *     what it sends
   */
  List<Fd> pass(ForwardedBytes passing, List<Fd> fds) throws IOException;

  /**
   * Nothing will follow. This is told before the end is passed on, so that an end is recorded
   * before what follows from it.
   *
   * @param total bytes that were passed
   */
  void ended(long total, WireEnd end, String why);

  /**
   * Bytes on their way; times are of the receipt.
   *
   * @param at how many went before them
   */
  record ForwardedBytes(
      long at,
      byte[] bytes,
      long timeNs,
      long monotonicNs,
      long sender,
      List<DescriptorIdentity> identities) {

    /** As it is recorded; {@link Chunk} tells what the arguments are. */
    Chunk chunk(long messages, int first) {
      return new Chunk(at, bytes, timeNs, monotonicNs, sender, identities, messages, first);
    }
  }
}
