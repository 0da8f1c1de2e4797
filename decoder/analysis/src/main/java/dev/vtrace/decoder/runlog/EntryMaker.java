// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.DroppedEvents;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.SocketCall;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.event.ArgumentType;
import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import dev.vtrace.decoder.trace.event.EventPurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of the records of one file, in their order: what a message means depends on those
 * before it. Not for use by several threads at once.
 */
final class EntryMaker {
  private static final String BACKEND = "backend";
  private static final int MOST_QUEUES = 99_999;

  /** Leaves of JSON beyond these are counted. */
  private static final int MOST_LEAVES = 64;

  private final String participant;
  private final WireEntries wire;

  /**
   * @param participant whose file it is; empty where the records tell
   */
  EntryMaker(String participant) {
    this.participant = participant;
    this.wire = new WireEntries(participant);
  }

  /** The entry of a record, on the clock of the file. */
  LogEntry of(TraceRecord record) {
    if (record instanceof TraceEvent event) {
      return event(event);
    } else if (record instanceof WireMessage message) {
      return wire.message(message);
    } else if (record instanceof WireEvent event) {
      return wire.event(event);
    } else if (record instanceof QmpMessage message) {
      return qmp(message);
    } else if (record instanceof BackendLine line) {
      return backend(line);
    } else if (record instanceof LogLine line) {
      return entry(EntryKind.LINE, record, participant, "", line.text(), List.of());
    } else if (record instanceof DroppedEvents dropped) {
      String text = dropped.count() + " events could not be recorded";
      return entry(EntryKind.LOST, record, participant, "", text, List.of());
    }
    SocketCall call = (SocketCall) record;
    String text = call.name() + " of fd " + call.fd() + ", " + call.bytes().length + " bytes";
    return entry(EntryKind.LINE, record, participant, call.name(), text, List.of());
  }

  private static LogEntry entry(
      EntryKind kind,
      TraceRecord record,
      String who,
      String name,
      String text,
      List<EntryValue> values) {
    return LogEntry.of(kind, record.timeNs(), who, name, text, -1, record.span(), values);
  }

  private LogEntry event(TraceEvent event) {
    List<EntryValue> values = new ArrayList<>();
    Arguments arguments = event.arguments();
    for (int i = 0; i < arguments.count(); i++) {
      values.add(new EntryValue(arguments.name(i), value(arguments, i)));
    }
    return LogEntry.of(
        EntryKind.EVENT,
        event.timeNs(),
        participant,
        event.name(),
        event.line(),
        queue(event),
        event.span(),
        values);
  }

  private static ModelValue value(Arguments arguments, int index) {
    if (arguments.isText(index)) {
      return ModelValue.of(arguments.text(index));
    }
    EventDeclaration declaration = arguments.declaration();
    boolean pointer =
        declaration != null
            && index < declaration.arguments().size()
            && declaration.arguments().get(index).type() == ArgumentType.POINTER;
    long number = arguments.number(index);
    return pointer ? ModelValue.hex(number) : ModelValue.of(number);
  }

  private static int queue(TraceEvent event) {
    Event known = event.known();
    boolean queue =
        known != null
            && (known.purpose() == EventPurpose.QUEUE_BEGIN
                || known.purpose() == EventPurpose.QUEUE_END);
    long number = queue ? event.number("idx", -1) : -1;
    return number >= 0 && number <= MOST_QUEUES ? (int) number : -1;
  }

  private LogEntry qmp(QmpMessage message) {
    StringBuilder text = new StringBuilder();
    boolean said =
        message.kind() == QmpMessage.QmpMessageKind.COMMAND
            || message.kind() == QmpMessage.QmpMessageKind.EVENT;
    text.append(said ? "" : message.kind().name().toLowerCase(Locale.ROOT) + " ");
    text.append(message.name());
    List<EntryValue> values = new ArrayList<>();
    for (QmpMessage.QmpLeaf leaf : message.values()) {
      String name = content(leaf.path());
      if (name != null && values.size() < MOST_LEAVES) {
        values.add(new EntryValue(name, ModelValue.of(leaf.text())));
        text.append(text.isEmpty() ? "" : "  ").append(name).append(' ').append(leaf.text());
      }
    }
    String who = message.who().isEmpty() ? participant : message.who();
    return entry(EntryKind.QMP, message, who, message.name(), text.toString().trim(), values);
  }

  /** The path of a leaf within what the message says; null for what belongs to the protocol. */
  private static @Nullable String content(String path) {
    for (String part : List.of("arguments", "data", "return", "error", "QMP")) {
      if (path.startsWith(part)) {
        String rest = path.substring(part.length());
        return rest.isEmpty() ? "value" : rest.startsWith(".") ? rest.substring(1) : rest;
      }
    }
    return null;
  }

  private LogEntry backend(BackendLine line) {
    List<EntryValue> values = new ArrayList<>();
    for (QmpMessage.QmpLeaf leaf : line.values()) {
      values.add(new EntryValue(leaf.path(), ModelValue.of(leaf.text())));
    }
    String who = participant.isEmpty() ? BACKEND : participant;
    String name = line.request() == null ? "" : line.request().name();
    return entry(EntryKind.BACKEND, line, who, name, line.text(), values);
  }
}
