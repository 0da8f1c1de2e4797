// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.stream.Counts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Counts of records in words. */
final class RecordCounts {
  private final Map<String, Long> sums = new LinkedHashMap<>();

  void add(Counts counts) {
    for (Map.Entry<String, Long> entry : counts.entries()) {
      Long before = sums.get(entry.getKey());
      sums.put(entry.getKey(), entry.getValue() + (before == null ? 0 : before));
    }
  }

  /** As in {@code 5 ramblock, 8,141 zero}; the end marks of the parts are left out. */
  String describe() {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, Long> entry : sums.entrySet()) {
      String kind = entry.getKey();
      if (kind.equals("EOS") || kind.equals("SUBSECTION") || kind.startsWith("CMD_")) {
        continue;
      }
      out.append(out.length() == 0 ? "" : ", ")
          .append(TextLine.grouped(entry.getValue()))
          .append(' ')
          .append(kind.toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    return out.toString();
  }
}
