// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A line with what stands in it.
 *
 * @param line first line 0
 */
public record LandmarkRow(long line, String text, TraceRecord record) {
  /** The event in it, or null. */
  public @Nullable TraceEvent event() {
    return record instanceof TraceEvent event ? event : null;
  }
}
