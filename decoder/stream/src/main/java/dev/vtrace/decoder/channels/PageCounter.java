// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.stream.RamPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the pages of one channel block by block. */
final class PageCounter {
  /** More than any machine has; what is named beyond is counted under no name. */
  private static final int MOST_BLOCKS = 4096;

  private final Map<String, long[]> blocks = new LinkedHashMap<>();
  private String last;
  private long[] numbers;

  void add(RamPage page) {
    if (!page.block().equals(last)) {
      last = page.block();
      String name = blocks.size() < MOST_BLOCKS || blocks.containsKey(last) ? last : "";
      numbers = blocks.get(name);
      if (numbers == null) {
        numbers = new long[2];
        blocks.put(name, numbers);
      }
    }
    numbers[page.kind().equals("ZERO") ? 1 : 0]++;
  }

  void addTo(List<PageTally> out, int channel) {
    for (Map.Entry<String, long[]> entry : blocks.entrySet()) {
      long[] n = entry.getValue();
      out.add(new PageTally(channel, entry.getKey(), n[0], n[1]));
    }
  }
}
