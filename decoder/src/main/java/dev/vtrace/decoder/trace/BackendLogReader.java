// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.trace.BackendLine.Origin;
import dev.vtrace.decoder.trace.ReadSummary.Clock;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads logs of back-ends: DPDK's {@code VHOST_CONFIG: (/tmp/s) read message
 * VHOST_USER_SET_VRING_ADDR}, and what libvhost-user prints when it is built with debugging ({@code
 * Request: VHOST_USER_GET_FEATURES (1)}). Neither has times of its own; a time stamp that a logger
 * put before the line is used.
 */
public final class BackendLogReader implements TraceReader {
  private static final String DPDK = "VHOST_CONFIG: ";
  private static final String LIBVHOST = "Request: VHOST_USER_";
  private static final String MESSAGE = "VHOST_USER_";

  private final ReadOptions options;

  /** A reader for one log. */
  public BackendLogReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    LineReader lines = new LineReader(in, LineReader.LOG_LINE);
    TimeText time = new TimeText();
    long events = 0;
    boolean timed = false;
    while (lines.next()) {
      String line = lines.text();
      long nanos = -1;
      if (time.iso(lines.buffer(), lines.start(), lines.end())) {
        nanos = time.nanos();
        timed = true;
      }
      if (!line.isBlank()) {
        Span span = new Span(options.file(), lines.offset(), lines.length(), lines.line());
        sink.accept(line(span, nanos, line));
        events++;
      }
    }
    return new ReadSummary(
        timed ? Clock.WALL : Clock.NONE, lines.consumed(), lines.line(), events, 0, 0);
  }

  private static BackendLine line(Span span, long nanos, String line) {
    int dpdk = line.indexOf(DPDK);
    String text = dpdk < 0 ? line : line.substring(dpdk + DPDK.length());
    Origin origin = Origin.OTHER;
    String socket = "";
    Request request = null;
    if (dpdk >= 0) {
      origin = Origin.DPDK;
      int close = text.indexOf(") ");
      if (text.startsWith("(") && close > 0) {
        socket = text.substring(1, close);
        text = text.substring(close + 2);
      }
      if (text.contains("read message")) {
        request = request(text);
      }
    } else if (line.contains(LIBVHOST)) {
      origin = Origin.LIBVHOST_USER;
      request = request(line);
    }
    return new BackendLine(span, nanos, origin, socket, request, text, values(text));
  }

  private static Request request(String text) {
    int start = text.indexOf(MESSAGE);
    if (start < 0) {
      return null;
    }
    int end = start;
    while (end < text.length() && LineReader.isNameByte(text.charAt(end))) {
      end++;
    }
    return Request.named(text.substring(start, end));
  }

  /** {@code vring base idx:0 last_used_idx:12} and {@code Flags: 0x1}. */
  private static List<QmpMessage.Value> values(String text) {
    List<QmpMessage.Value> out = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      if (colon < 0) {
        break;
      }
      int from = colon;
      while (from > at && LineReader.isNameByte(text.charAt(from - 1))) {
        from--;
      }
      int start = colon + 1;
      if (start < text.length() && text.charAt(start) == ' ') {
        start++;
      }
      int end = start;
      while (end < text.length() && " ,.)".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      if (from < colon && start < end) {
        out.add(new QmpMessage.Value(text.substring(from, colon), text.substring(start, end)));
      }
      at = Math.max(end, colon + 1);
    }
    return List.copyOf(out);
  }
}
