// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that captures give to the two ends of a migration. */
public final class Sides {
  public static final String SOURCE = "source";
  public static final String DESTINATION = "destination";

  private static final Set<String> SOURCES = Set.of(SOURCE, "src", "a");
  private static final Set<String> DESTINATIONS = Set.of(DESTINATION, "dst", "dest");

  private Sides() {}

  /** Whether a participant is named as the QEMU that a migration starts from. */
  public static boolean isSource(String participant) {
    return SOURCES.contains(participant);
  }

  /** Whether a participant is named as the QEMU that a migration ends in. */
  public static boolean isDestination(String participant) {
    return DESTINATIONS.contains(participant);
  }

  /** Names in the order of a migration: sources, those between, destinations. */
  public static List<String> order(Collection<String> names) {
    Set<String> distinct = new LinkedHashSet<>(names);
    distinct.remove("");
    List<String> out = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (String name : distinct) {
        int place = isSource(name) ? 0 : isDestination(name) ? 2 : 1;
        if (place == round) {
          out.add(name);
        }
      }
    }
    return out;
  }
}
