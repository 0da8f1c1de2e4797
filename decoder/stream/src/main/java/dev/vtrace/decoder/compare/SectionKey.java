// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.stream.Section;
import java.util.HashMap;
import java.util.Map;

/**
 * By what sections of two streams are paired. Ids are no part of it: QEMU gives them out in the
 * order in which devices are made.
 *
 * @param occurrence 0, or how many sections with this name and instance came before
 */
record SectionKey(String name, long instance, int occurrence) {

  /** The section in paths. */
  String path() {
    String path = instance == 0 ? name : name + "[" + instance + "]";
    return occurrence == 0 ? path : path + "#" + occurrence;
  }

  /** Makes the keys of one stream. */
  static final class SectionKeyMaker {
    private final Map<String, Integer> seen = new HashMap<>();

    SectionKey of(Section section) {
      int occurrence = seen.merge(section.name() + '\n' + section.instance(), 1, Integer::sum) - 1;
      return new SectionKey(section.name(), section.instance(), occurrence);
    }
  }
}
