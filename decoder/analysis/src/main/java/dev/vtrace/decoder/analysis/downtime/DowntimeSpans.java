// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.downtime;

import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A stretch of time that is painted over, roughly first and finely later; nothing stays open. */
final class DowntimeSpans {
  private final long beginNs;
  private final long endNs;

  /** What begins at a time and lasts to the next. */
  private final TreeMap<Long, DowntimeSpan> from = new TreeMap<>();

  DowntimeSpans(long beginNs, long endNs) {
    this.beginNs = beginNs;
    this.endNs = endNs;
    from.put(beginNs, new DowntimeSpan(DowntimePart.UNACCOUNTED, "", "", -1, "", beginNs, endNs));
  }

  /** Paints what lies within the time; a begin or an end of -1 is not known and paints nothing. */
  void paint(DowntimeSpan span) {
    if (span.beginNs() < 0 || span.endNs() < 0) {
      return;
    }
    long begin = Math.max(beginNs, span.beginNs());
    long end = Math.min(endNs, span.endNs());
    if (begin >= end) {
      return;
    }
    split(begin);
    split(end);
    from.subMap(begin, end).clear();
    from.put(begin, span);
  }

  private void split(long at) {
    if (at < endNs) {
      from.putIfAbsent(at, from.floorEntry(at).getValue());
    }
  }

  /** All of it, in order, each with the times that are left of it. */
  List<DowntimeSpan> list() {
    List<DowntimeSpan> out = new ArrayList<>();
    for (Map.Entry<Long, DowntimeSpan> entry : from.entrySet()) {
      Long next = from.higherKey(entry.getKey());
      DowntimeSpan s = entry.getValue();
      long end = next == null ? endNs : next;
      if (end > entry.getKey()) {
        out.add(
            new DowntimeSpan(
                s.part(), s.participant(), s.device(), s.queue(), s.what(), entry.getKey(), end));
      }
    }
    return out;
  }
}
