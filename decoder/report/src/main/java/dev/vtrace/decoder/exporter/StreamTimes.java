// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.timeline.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When the records of migration streams passed. A record without a time of its own has that of the
 * record before it, or of the first one that has a time; its packet says so.
 */
final class StreamTimes {
  private StreamTimes() {}

  /**
   * A packet with its time.
   *
   * @param timeNs nanoseconds since the epoch, -1 if no record of the stream has a time
   */
  record TimedPacket(StreamPacket packet, long timeNs, boolean own) {
    /** The bytes of the packet, which tell whether the time is its own. */
    byte[] bytes() {
      if (!own) {
        return packet.bytes();
      }
      byte[] out = packet.bytes().clone();
      out[StreamPacket.FLAGS] |= StreamPacket.TIMED;
      return out;
    }
  }

  private record RecordPlace(String file, long offset) {}

  static List<TimedPacket> of(ExportedRun run) {
    Map<RecordPlace, Long> known = known(run);
    Map<String, Long> latest = new HashMap<>();
    for (StreamPacket packet : run.packets()) {
      Long time = known.get(new RecordPlace(packet.file(), packet.offset()));
      if (time != null) {
        latest.putIfAbsent(packet.file(), time);
      }
    }
    List<TimedPacket> out = new ArrayList<>();
    for (StreamPacket packet : run.packets()) {
      Long time = known.get(new RecordPlace(packet.file(), packet.offset()));
      long before = latest.getOrDefault(packet.file(), -1L);
      long at = time == null ? before : Math.max(before, time);
      if (time != null) {
        latest.put(packet.file(), at);
      }
      out.add(new TimedPacket(packet, at, time != null && at == time));
    }
    return out;
  }

  private static Map<RecordPlace, Long> known(ExportedRun run) {
    Map<RecordPlace, Long> out = new HashMap<>();
    if (!run.timeline().timed()) {
      return out;
    }
    for (Item item : run.timeline().items()) {
      boolean section = item.kind() == Item.ItemKind.SECTION && item.exact();
      if (section && !item.evidence().isEmpty()) {
        out.putIfAbsent(
            new RecordPlace(item.evidence().get(0).file(), item.evidence().get(0).offset()),
            item.begin());
      }
    }
    return out;
  }
}
