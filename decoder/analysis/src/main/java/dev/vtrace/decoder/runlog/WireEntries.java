// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Decoded;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.MessageBound;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes entries of what crossed the sockets that one file has recorded. */
public final class WireEntries {
  private static final String BACKEND = "backend";

  /** Messages of a connection that are kept; a reply is matched with what is waiting, not these. */
  private static final int KEPT = 512;

  /** Connections whose state is followed at once; a file of more has the first ones forgotten. */
  private static final int MOST_CONNECTIONS = 4096;

  private final String frontEnd;
  private final Map<String, Session> sessions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST_CONNECTIONS;
        }
      };

  /**
   * One for a file.
   *
   * @param frontEnd the QEMU that opened the connections; empty where that is not known
   */
  public WireEntries(String frontEnd) {
    this.frontEnd = frontEnd;
  }

  /** The entry of a message, decoded by what its connection has negotiated before. */
  public LogEntry message(WireMessage wire) {
    Message message = wire.message();
    Session session =
        sessions.computeIfAbsent(
            wire.connection(), key -> new Session(note -> {}, new MessageBound(KEPT)));
    SessionStep step = session.add(message);
    Decoded decoded = step.decoded();
    boolean back = message.direction() == Direction.TO_FRONTEND;
    StringBuilder text = new StringBuilder(message.name());
    text.append(step.role() == SessionStep.MessageRole.REPLY ? " reply" : "");
    text.append(message.channel() == Channel.BACKEND ? " (back-end channel)" : "");
    List<EntryValue> values = new ArrayList<>();
    for (MessageField field : decoded.fields()) {
      values.add(new EntryValue(field.name(), value(field)));
      text.append("  ").append(field.name()).append(' ').append(field.text());
    }
    for (int i = 0; i < message.fds().size(); i++) {
      String kind = message.fds().get(i).isEmpty() ? "descriptor" : message.fds().get(i);
      values.add(new EntryValue("fds[" + i + "]", ModelValue.of(kind)));
      text.append(i == 0 ? "  with " : ", ").append(kind);
    }
    return LogEntry.of(
        EntryKind.MESSAGE,
        message.timeNs(),
        back ? BACKEND : frontEnd,
        message.name(),
        text.toString(),
        decoded.queue(),
        message.span(),
        values);
  }

  private static ModelValue value(MessageField field) {
    return field instanceof MessageField.NumberField number
        ? ModelValue.hex(number.value())
        : ModelValue.of(field.text());
  }

  /** The entry of what became of a connection. */
  public LogEntry event(WireEvent event) {
    String what = event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    boolean named = event.connection().startsWith("connection");
    StringBuilder text = new StringBuilder(named ? "" : "connection ");
    text.append(event.connection()).append(": ").append(what);
    text.append(event.direction() == null ? "" : " " + event.direction().label());
    text.append(event.why().isEmpty() ? "" : ", " + event.why());
    if (event.kind() == WireEvent.WireEventKind.CLOSE) {
      sessions.remove(event.connection());
    }
    return LogEntry.of(
        EntryKind.CONNECTION,
        event.timeNs(),
        "",
        what,
        text.toString(),
        -1,
        event.span(),
        List.of());
  }
}
