// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.stream.PageKind;
import dev.vtrace.decoder.stream.RamPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the pages of one channel block by block. */
final class PageCounter {
  /** More than any machine has; what is named beyond is counted under no name. */
  private static final int MOST_BLOCKS = 4096;

  private final Map<String, long[]> blocks = new LinkedHashMap<>();
  private @Nullable String last;
  private long[] numbers = new long[2];

  void add(RamPage page) {
    if (!page.block().equals(last)) {
      String block = page.block();
      String name = blocks.size() < MOST_BLOCKS || blocks.containsKey(block) ? block : "";
      last = block;
      numbers = blocks.computeIfAbsent(name, key -> new long[2]);
    }
    numbers[page.kind() == PageKind.ZERO ? 1 : 0]++;
  }

  void addTo(List<PageTally> out, int channel) {
    for (Map.Entry<String, long[]> entry : blocks.entrySet()) {
      long[] n = entry.getValue();
      out.add(new PageTally(channel, entry.getKey(), n[0], n[1]));
    }
  }
}
