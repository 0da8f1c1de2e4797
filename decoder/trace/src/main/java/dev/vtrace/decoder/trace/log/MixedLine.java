// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.TraceRecord;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file in which several programs may have written. Its wrappers are taken off, which
 * leaves one text or, where a logger had escaped line ends, several; what belongs to a QMP
 * conversation or to a back-end is passed on, and the reader of the file has the rest. The place of
 * a record is that of the line in the file.
 */
final class MixedLine {
  /** Lines of one payload: a table of memory has six for each region. */
  private static final int MAX_PAYLOAD = 512;

  private final Unwrapper wrapper = new Unwrapper();
  private final BackendText backend = new BackendText();
  private final QmpText qmp;
  private final Consumer<? super TraceRecord> sink;

  @SuppressWarnings("NullAway.Init")
  private byte[] buffer;

  private int start;
  private int end;
  private int stop;
  private long nanos;
  private boolean wrapped;

  @SuppressWarnings("NullAway.Init")
  private SourceSpan span;

  private boolean timed;
  private int payloads;
  private long count;

  /** The sink gets messages and lines of back-ends. */
  MixedLine(Consumer<? super TraceRecord> sink) {
    this.sink = sink;
    this.qmp = new QmpText(sink::accept);
  }

  /**
   * Begins with a line.
   *
   * @param timeNs its time, -1 if none was read yet
   * @param where its place in the file
   */
  void begin(byte[] line, int from, int to, long timeNs, SourceSpan where) {
    wrapped = wrapper.unwrap(line, from, to);
    buffer = wrapper.buffer();
    end = wrapper.start() - 1;
    stop = wrapper.end();
    nanos = wrapper.nanos() >= 0 ? wrapper.nanos() : timeNs;
    span = where;
  }

  /** Goes to the next text of the line. */
  boolean next() {
    if (end >= stop) {
      return false;
    }
    start = end + 1;
    end = wrapped ? LogPrefix.find(buffer, start, stop, '\n') : stop;
    end = end < 0 ? stop : end;
    return start < stop || start == stop && !wrapped;
  }

  /** Passes the text on if it is of a conversation or a back-end. */
  boolean accept() {
    if (qmp.accept(buffer, start, end, nanos, wrapper.prompted(), span)) {
      return true;
    }
    BackendLine line = backend.of(buffer, start, end, nanos, span);
    if (line == null) {
      return payload();
    }
    boolean request =
        line.origin() == BackendLine.BackendLogKind.LIBVHOST_USER && line.request() != null;
    payloads = request ? MAX_PAYLOAD : 0;
    pass(line);
    return true;
  }

  /** Passes on what libvhost-user writes of the request before: a name and a number in a line. */
  private boolean payload() {
    if (payloads == 0 || !BackendText.payload(buffer, start, end)) {
      return false;
    }
    payloads--;
    pass(backend.other(buffer, start, end, nanos, span));
    return true;
  }

  /** Passes a line on that is not of a known form. */
  void other() {
    if (start < end) {
      pass(backend.other(buffer, start, end, nanos, span));
    }
  }

  private void pass(BackendLine line) {
    count++;
    timed |= line.timeNs() >= 0;
    sink.accept(line);
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  long nanos() {
    return nanos;
  }

  /** Whether anything was taken off. */
  boolean wrapped() {
    return wrapped;
  }

  /** Whether the last message is not whole. */
  boolean cut() {
    return qmp.cut();
  }

  /** As {@link QmpText#part}. */
  boolean part() {
    return qmp.part();
  }

  /** As {@link QmpText#followed}. */
  boolean followed() {
    return qmp.followed();
  }

  /** As {@link QmpText#lost}. */
  @Nullable SourceSpan lost() {
    return qmp.lost();
  }

  /** How many records were passed on. */
  long count() {
    return count + qmp.count();
  }

  /** Whether any of them has a time. */
  boolean timed() {
    return timed || qmp.timed();
  }

  /** The file ends. */
  void finish() {
    qmp.end();
  }
}
