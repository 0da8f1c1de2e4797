// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import java.io.IOException;

/**
 * Writes one direction of a connection down. All calls come from one thread, the {@link
 * Recorder}'s. Chunks come in order; one that does not begin where the last ended tells that others
 * were dropped between them.
 */
public interface Track {
  /**
   * Writes a chunk.
   *
   * @throws IOException if the disk refuses it; the next chunk is tried all the same
   */
  void write(Chunk chunk) throws IOException;

  /**
   * Nothing follows.
   *
   * @param end bytes that were forwarded in all
   */
  void end(long end, String why) throws IOException;
}
