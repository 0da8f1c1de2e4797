// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many records of each kind a stream has, by path: {@code ram/page}, {@code commands/PING}. */
final class Totals {
  private static final String COMMAND = "CMD_";

  private final Map<String, Long> numbers = new TreeMap<>();

  /** Adds the records of a section without those of the sections in it. */
  void add(Section section) {
    boolean states = section.kind() == SectionKind.FULL;
    for (Map.Entry<String, Long> entry : section.counts().entries()) {
      String kind = entry.getKey();
      if (kind.startsWith(COMMAND)) {
        add("commands/" + kind.substring(COMMAND.length()), entry.getValue());
      } else if (!states && !kind.equals("EOS") && !kind.equals("SUBSECTION")) {
        add(section.name() + "/" + kind.toLowerCase(Locale.ROOT), entry.getValue());
      }
    }
  }

  void add(String path, long more) {
    numbers.merge(path, more, Long::sum);
  }

  /** Reports the numbers that differ. */
  static void compare(Totals a, Totals b, DifferenceCollector report) throws IOException {
    Map<String, Long> all = new TreeMap<>(a.numbers);
    all.putAll(b.numbers);
    for (String path : all.keySet()) {
      long before = a.numbers.getOrDefault(path, 0L);
      long after = b.numbers.getOrDefault(path, 0L);
      if (before != after) {
        report.add(
            new Difference(
                Difference.ChangeKind.CHANGED,
                Difference.ChangedPart.COUNT,
                path,
                number(path, before),
                number(path, after),
                null));
      }
    }
  }

  private static Field number(String path, long number) {
    return Field.leaf(path, "count", 0, 0, new Value.Int(number, 8, false));
  }
}
