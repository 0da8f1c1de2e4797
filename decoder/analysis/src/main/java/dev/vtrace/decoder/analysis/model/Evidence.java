// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.TraceEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What proves a verdict: a place in a file, so that a reader can check it.
 *
 * @param line line number, first line 1; -1 in a binary file
 * @param offset byte offset; used where there is no line
 * @param text what stands there
 * @param neighbour null for evidence of the thing itself; set for a message that only shows how
 *     long nothing was sent
 */
public record Evidence(
    String file, long line, long offset, String text, @Nullable Neighbour neighbour) {
  /** A place that shows the thing itself. */
  public Evidence(String file, long line, long offset, String text) {
    this(file, line, offset, text, null);
  }

  /** On which side of a silence a message lies. */
  public enum Side {
    BEFORE("before", "last before"),
    AFTER("after", "first after");

    private final String label;
    private final String text;

    Side(String label, String words) {
      this.label = label;
      this.text = words;
    }

    /** The word in JSON. */
    public String label() {
      return label;
    }

    /** The words in text. */
    public String text() {
      return text;
    }
  }

  /**
   * What lies at the edge of a silence that is evidence itself: the message is none of the
   * operation that was left out.
   *
   * @param timeNs nanoseconds since the epoch, on the clock of the run; -1 if not known
   */
  public record Neighbour(Side side, long timeNs) {
    /** {@code last before, 07:59:57.325}; the time in UTC, where there is one. */
    public String text() {
      return timeNs < 0
          ? side.text()
          : side.text()
              + ", "
              + Instant.ofEpochMilli(timeNs / 1_000_000).toString().substring(11, 23);
    }
  }

  public Evidence neighbour(Side side, long timeNs) {
    return new Evidence(file, line, offset, text, new Neighbour(side, timeNs));
  }

  /** The text, with what it is where it only bounds a silence. */
  public String shownText() {
    return neighbour == null ? text : "(" + neighbour.text() + ") " + text;
  }

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
