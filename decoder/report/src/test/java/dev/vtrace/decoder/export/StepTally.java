// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Steps by method: one for each call and each time round a loop, and one for each element that a
 * method of the library goes through for it. Called by what {@link StepCounter} has prepared.
 */
public final class StepTally {
  private static final List<String> NAMES = new ArrayList<>();
  private static final Map<String, Integer> PLACES = new TreeMap<>();
  private static long[] counts = new long[1 << 14];

  private StepTally() {}

  static synchronized int place(String method) {
    return PLACES.computeIfAbsent(
        method,
        name -> {
          NAMES.add(name);
          return NAMES.size() - 1;
        });
  }

  /** Forgets all steps. */
  static void clear() {
    Arrays.fill(counts, 0);
  }

  /** The steps of each method since the last time. */
  static Map<String, Long> take() {
    Map<String, Long> out = new TreeMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      if (counts[i] > 0) {
        out.put(NAMES.get(i), counts[i]);
      }
    }
    clear();
    return out;
  }

  public static void step(int place) {
    counts[place]++;
  }

  /** A collection that the library copies or goes through. */
  public static void all(Collection<?> of, int place) {
    if (of != null && of != Collections.emptyList()) {
      counts[place] += of.size();
    }
  }

  public static int indexOf(List<?> list, Object what, int place) {
    int found = list.indexOf(what);
    counts[place] += found < 0 ? list.size() : found;
    return found;
  }

  public static boolean contains(Collection<?> list, Object what, int place) {
    counts[place] += list instanceof List ? list.size() : 1;
    return list.contains(what);
  }

  public static boolean remove(Collection<?> list, Object what, int place) {
    counts[place] += list instanceof List ? list.size() : 1;
    return list.remove(what);
  }

  public static Object removeAt(List<?> list, int at, int place) {
    counts[place] += list.size() - at;
    return list.remove(at);
  }

  public static <T> void addAt(List<T> list, int at, T what, int place) {
    counts[place] += list.size() - at;
    list.add(at, what);
  }

  public static String text(String made, int place) {
    counts[place] += made == null ? 0 : made.length() / 16;
    return made;
  }

  public static int indexOf(String text, String what, int place) {
    int found = text.indexOf(what);
    counts[place] += (found < 0 ? text.length() : found) / 16;
    return found;
  }

  public static int indexOf(String text, int what, int place) {
    int found = text.indexOf(what);
    counts[place] += (found < 0 ? text.length() : found) / 16;
    return found;
  }

  public static int indexOf(String text, String what, int from, int place) {
    int found = text.indexOf(what, from);
    counts[place] += Math.max(0, (found < 0 ? text.length() : found) - from) / 16;
    return found;
  }

  public static int indexOf(String text, int what, int from, int place) {
    int found = text.indexOf(what, from);
    counts[place] += Math.max(0, (found < 0 ? text.length() : found) - from) / 16;
    return found;
  }

  public static boolean contains(String text, CharSequence what, int place) {
    return indexOf(text, what.toString(), place) >= 0;
  }
}
