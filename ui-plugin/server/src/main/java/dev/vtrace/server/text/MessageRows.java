// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.runlog.LogEntry;
import dev.vtrace.decoder.runlog.WireEntries;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Direction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What crossed the vhost-user sockets of one file, decoded, a row for each record in their order:
 * time, connection, direction, queue, message, payload, descriptors.
 *
 * <pre>2026-11-23T07:59:53.828604Z  1  to back-end   q0  SET_VRING_CALL  index 0  no_fd no ...
 * </pre>
 */
final class MessageRows {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String NO_TIME = "-";

  private final WireEntries entries = new WireEntries("");

  /** The row of a record; only its time where it is of another kind. */
  String of(TraceRecord record) {
    String time = String.format("%-27s", time(record.timeNs()));
    if (record instanceof WireEvent event) {
      return time + "  " + entries.event(event).text();
    }
    if (!(record instanceof WireMessage wire)) {
      return time.stripTrailing();
    }
    LogEntry entry = entries.message(wire);
    boolean back = wire.message().direction() == Direction.TO_FRONTEND;
    String queue = entry.queue() < 0 ? "" : "q" + entry.queue();
    String towards = back ? "to front-end" : "to back-end";
    return String.format(
        "%s  %s  %-12s  %-3s  %s", time, wire.connection(), towards, queue, entry.text());
  }

  private static String time(long ns) {
    return ns < 0 ? NO_TIME : TIME.format(Instant.ofEpochSecond(0, ns));
  }
}
