// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names by which a QEMU knows the events that somebody reads, as its list of events to switch
 * on takes them: one name or pattern each.
 */
public final class EventNames {
  private EventNames() {}

  /**
   * The events for a part of vtrace.
   *
   * @param version of QEMU, such as {@code 10.2}; empty for the names of all versions
   * @throws IllegalArgumentException if it is no version
   */
  public static List<String> of(EventUser user, String version) {
    int @Nullable [] wanted = version.isEmpty() ? null : numbers(version);
    Set<String> out = new LinkedHashSet<>();
    for (Event event : Event.values()) {
      if (event.isFor(user)) {
        names(event, wanted, out);
      }
    }
    return List.copyOf(out);
  }

  private static void names(Event event, int @Nullable [] version, Set<String> out) {
    boolean newest = true;
    List<String> former = new ArrayList<>();
    for (FormerName name : event.formers()) {
      boolean then = version == null || name.until().isEmpty() || before(version, name.until());
      if (then && (version == null || !before(version, name.since()))) {
        former.add(name.name());
        newest &= version == null;
      }
    }
    if (newest) {
      out.add(event.canonical());
    }
    out.addAll(former);
  }

  private static boolean before(int[] version, String other) {
    if (other.isEmpty()) {
      return false;
    }
    int[] than = numbers(other);
    return version[0] < than[0] || version[0] == than[0] && version[1] < than[1];
  }

  /** Major and minor number of {@code 10.2} or {@code 10.2.1}. */
  private static int[] numbers(String version) {
    String[] parts = version.split("\\.", 3);
    int[] out = new int[2];
    for (int i = 0; i < 2; i++) {
      boolean number = i < parts.length && !parts[i].isEmpty() && parts[i].length() <= 4;
      if (!number || !parts[i].chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new IllegalArgumentException("'" + version + "' is not a version such as 10.2");
      }
      out[i] = Integer.parseInt(parts[i]);
    }
    return out;
  }
}
