// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a QMP conversation.
 *
 * @param timeNs when the recorder saw it; nanoseconds since the epoch, -1 where not recorded
 * @param who which QEMU, as the transcript names it: {@code src}, {@code 0x7f733c000a40}; may be
 *     empty
 * @param name of the command or event; for a reply the command that it answers, where known
 * @param id the identity that the client gave, or empty
 * @param values the leaves of the message with their paths, as {@code return.ram.total}
 */
public record QmpMessage(
    SourceSpan span,
    long timeNs,
    String who,
    QmpMessageKind kind,
    String name,
    String id,
    List<QmpLeaf> values)
    implements TraceRecord {
  /** What a message is. */
  public enum QmpMessageKind {
    GREETING,
    COMMAND,
    REPLY,
    ERROR,
    EVENT
  }

  /**
   * One leaf.
   *
   * @param path members and positions, as {@code arguments.capabilities[0].state}
   * @param text the value, of a string without quotes
   */
  public record QmpLeaf(String path, String text) {}

  /** The leaf at a path, or null. */
  public @Nullable String value(String path) {
    for (QmpLeaf value : values) {
      if (value.path().equals(path)) {
        return value.text();
      }
    }
    return null;
  }

  /** The same message of a QEMU that something else tells. */
  public QmpMessage of(String participant) {
    return new QmpMessage(span, timeNs, participant, kind, name, id, values);
  }

  /** The same message with the name of what it answers. */
  QmpMessage named(String command) {
    return new QmpMessage(span, timeNs, who, kind, command, id, values);
  }

  /**
   * The same message on another clock.
   *
   * @param recordedNs what to add to the time of the recorder
   * @param emittedNs what to add to the time of QEMU's own clock, if it has one
   */
  public QmpMessage moved(long recordedNs, long emittedNs) {
    long emitted = emittedNs() + emittedNs;
    List<QmpLeaf> moved = new ArrayList<>();
    for (QmpLeaf value : values) {
      moved.add(
          switch (value.path()) {
            case "timestamp.seconds" -> new QmpLeaf(value.path(), "" + emitted / 1_000_000_000L);
            case "timestamp.microseconds" ->
                new QmpLeaf(value.path(), "" + emitted % 1_000_000_000L / 1000);
            default -> value;
          });
    }
    long recorded = timeNs < 0 ? timeNs : timeNs + recordedNs;
    return new QmpMessage(span, recorded, who, kind, name, id, moved);
  }

  /** When QEMU emitted an event by its own clock, else {@link #timeNs}. */
  public long emittedNs() {
    String seconds = value("timestamp.seconds");
    String micros = value("timestamp.microseconds");
    try {
      return seconds == null || micros == null
          ? timeNs
          : Long.parseLong(seconds) * 1_000_000_000L + Long.parseLong(micros) * 1000;
    } catch (NumberFormatException e) {
      return timeNs;
    }
  }
}
