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

  /**
   * The name that others have for the same end of a migration: {@code source} for {@code src} where
   * the one source of these is called that; else the name itself.
   */
  static String sameSide(String name, Collection<String> others) {
    if (others.contains(name) || !isSource(name) && !isDestination(name)) {
      return name;
    }
    String found = "";
    for (String other : others) {
      boolean same = isSource(name) ? isSource(other) : isDestination(other);
      if (same && !found.isEmpty()) {
        return name;
      }
      found = same ? other : found;
    }
    return found.isEmpty() ? name : found;
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
