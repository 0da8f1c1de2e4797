// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.event.EventUser;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of what is going on.
 *
 * @param timeNs since the epoch, -1 where not known
 * @param who the participant, empty for vtrace itself
 * @param event the trace event that it shows, null for other kinds
 */
public record LiveLine(
    long timeNs, String who, LiveLineKind kind, String text, @Nullable TraceEvent event) {
  /** What a line is about. */
  public enum LiveLineKind {
    TRACE,
    /** A line of a log that is no event. */
    LOG,
    QMP,
    MESSAGE,
    /** vtrace itself has something to say. */
    NOTE
  }

  public static LiveLine note(String who, String text) {
    return new LiveLine(-1, who, LiveLineKind.NOTE, text, null);
  }

  /** The line for a record; empty for one that is not shown. */
  public static Optional<LiveLine> of(String who, TraceRecord record) {
    if (record instanceof TraceEvent event) {
      // One that vtrace knows nothing of was asked for by name.
      if (event.known() != null && !event.known().isFor(EventUser.LIVE)) {
        return Optional.empty();
      }
      return Optional.of(
          new LiveLine(event.timeNs(), who, LiveLineKind.TRACE, event.line(), event));
    }
    if (record instanceof LogLine line) {
      return Optional.of(new LiveLine(line.timeNs(), who, LiveLineKind.LOG, line.text(), null));
    }
    if (record instanceof QmpMessage message) {
      return Optional.of(
          new LiveLine(message.emittedNs(), who, LiveLineKind.QMP, event(message), null));
    }
    if (record instanceof WireMessage message) {
      String arrow = message.message().direction().name().toLowerCase().replace('_', '-');
      return Optional.of(
          new LiveLine(
              message.timeNs(),
              who,
              LiveLineKind.MESSAGE,
              arrow + " " + message.message().name(),
              null));
    }
    return Optional.empty();
  }

  /** {@code MIGRATION status=active}. */
  private static String event(QmpMessage message) {
    StringBuilder out = new StringBuilder(message.name());
    for (QmpMessage.QmpLeaf value : message.values()) {
      if (value.path().startsWith("data.")) {
        out.append(' ').append(value.path().substring(5)).append('=').append(value.text());
      }
    }
    return out.toString();
  }
}
