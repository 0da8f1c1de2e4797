// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Something that has begun and has not ended: a start of a device, of a queue, a section. Frames
 * are never changed, so the stack at any moment is one reference.
 *
 * @param name as {@code vhost_virtqueue_start q1}
 * @param begin where it began
 * @param parent what it lies in, or null
 * @param depth how many it lies in, itself included
 */
public record ReplayFrame(String name, Evidence begin, @Nullable ReplayFrame parent, int depth) {
  static ReplayFrame in(@Nullable ReplayFrame parent, String name, Evidence begin) {
    return new ReplayFrame(name, begin, parent, depth(parent) + 1);
  }

  /** The depth of a frame, 0 for none. */
  static int depth(@Nullable ReplayFrame frame) {
    return frame == null ? 0 : frame.depth;
  }
}
