// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.TraceEvent;

/**
 * What proves a verdict: a place in a file, so that a reader can check it.
 *
 * @param line line number, first line 1; -1 in a binary file
 * @param offset byte offset; used where there is no line
 * @param text what stands there
 */
public record Evidence(String file, long line, long offset, String text) {
  public static Evidence of(TraceEvent event) {
    return of(event.span(), event.line());
  }

  public static Evidence of(SourceSpan span, String text) {
    return new Evidence(span.file(), span.line(), span.offset(), text);
  }

  /** {@code src.trace.log:123}, or {@code stream.bin@4096} where there are no lines. */
  public String location() {
    return line >= 0 ? file + ":" + line : file + "@" + offset;
  }
}
