// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.decoder.vhostuser.Message;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives what was recorded of a replay the times and the order of the original, so that it fits the
 * logs of the original. Everything else stays as the proxies recorded it.
 */
final class Restamp {
  private static final Pattern MONOTONIC = Pattern.compile("\"mono_ns\":\\d++,");
  private static final Pattern WALL = Pattern.compile("\"t_ns\":\\d++,");

  private Restamp() {}

  /**
   * Writes the traffic of one file.
   *
   * @throws IOException if both do not hold the same
   */
  static void traffic(
      String name, List<TraceRecord> original, List<TraceRecord> replayed, PcapngWriter out)
      throws IOException {
    Map<String, String> connections = connections(original, replayed);
    Map<String, Deque<TraceRecord>> waiting = new LinkedHashMap<>();
    for (TraceRecord record : replayed) {
      waiting.computeIfAbsent(key(record, null), each -> new ArrayDeque<>()).add(record);
    }
    for (TraceRecord record : original) {
      Deque<TraceRecord> same = waiting.get(key(record, connections));
      TraceRecord twin = same == null ? null : same.poll();
      if (twin instanceof WireMessage message) {
        write(message, (WireMessage) record, out);
      } else if (twin instanceof WireEvent event) {
        write(event, record.timeNs(), out);
      } else if (record instanceof WireMessage lost) {
        throw new IOException(
            name
                + ": the replay lacks "
                + lost.message().name()
                + " of connection "
                + lost.connection());
      }
    }
    for (Deque<TraceRecord> more : waiting.values()) {
      for (TraceRecord record : more) {
        if (record instanceof WireMessage message) {
          throw new IOException(
              name + ": the replay has one " + message.message().name() + " more");
        } else if (record instanceof WireEvent event) {
          write(event, -1, out);
        }
      }
    }
  }

  /** The n-th connection of one is the n-th of the other. */
  private static Map<String, String> connections(
      List<TraceRecord> original, List<TraceRecord> replayed) {
    List<String> there = new ArrayList<>();
    for (TraceRecord record : replayed) {
      if (!there.contains(ReplaySource.connection(record))) {
        there.add(ReplaySource.connection(record));
      }
    }
    Map<String, String> out = new LinkedHashMap<>();
    for (TraceRecord record : original) {
      String here = ReplaySource.connection(record);
      if (!out.containsKey(here) && out.size() < there.size()) {
        out.put(here, there.get(out.size()));
      }
    }
    return out;
  }

  /** What has the same key is in the same order in both. */
  private static String key(TraceRecord record, @Nullable Map<String, String> names) {
    String here = ReplaySource.connection(record);
    String connection = names == null ? here : names.getOrDefault(here, here);
    if (record instanceof WireMessage wire) {
      Message message = wire.message();
      return connection + " " + message.channel() + " " + message.direction();
    }
    WireEvent event = (WireEvent) record;
    return connection + " " + event.kind() + " " + event.direction();
  }

  private static void write(WireMessage replayed, WireMessage original, PcapngWriter out)
      throws IOException {
    Message message = replayed.message();
    Message stamped =
        new Message(
            message.channel(),
            message.direction(),
            message.request(),
            message.flags(),
            message.size(),
            message.payload(),
            message.fds(),
            original.timeNs(),
            message.span(),
            message.order());
    out.write(
        new WireMessage(replayed.connection(), replayed.sender(), original.monotonicNs(), stamped));
  }

  private static void write(WireEvent event, long timeNs, PcapngWriter out) throws IOException {
    out.write(event.at(timeNs));
  }

  /** The lines of a list of descriptors, each with the time of the original's. */
  static List<String> descriptors(
      List<String> lines, List<DescriptorLog.LoggedDescriptor> original) {
    List<String> out = new ArrayList<>();
    int next = 0;
    long last = -1;
    for (String line : lines) {
      while (next > 0 && next < original.size() && original.get(next).offset() == last) {
        next++;
      }
      if (next < original.size()) {
        DescriptorLog.LoggedDescriptor entry = original.get(next++);
        last = entry.offset();
        String time = entry.timeNs() < 0 ? "" : "\"t_ns\":" + entry.timeNs() + ",";
        line = MONOTONIC.matcher(line).replaceFirst("");
        line = WALL.matcher(line).replaceFirst(time);
      }
      out.add(line);
    }
    return out;
  }
}
