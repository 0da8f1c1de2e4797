// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.vhostuser.Span;

/**
 * What proves a verdict: a place in a file, so that a reader can check it.
 *
 * @param line line number, first line 1; -1 in a binary file
 * @param offset byte offset; used where there is no line
 * @param text what stands there
 */
public record Evidence(String file, long line, long offset, String text) {
  static Evidence of(TraceEvent event) {
    return of(event.span(), event.line());
  }

  static Evidence of(Span span, String text) {
    return new Evidence(span.file(), span.line(), span.offset(), text);
  }

  /** {@code src.trace.log:123}, or {@code stream.bin@4096} where there are no lines. */
  public String place() {
    return line >= 0 ? file + ":" + line : file + "@" + offset;
  }
}
