// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error number of Linux.
 *
 * @param number positive
 * @param name as {@code EINVAL}
 * @param text what the C library prints for it
 */
public record Errno(int number, String name, String text) {
  private static final Map<Integer, Errno> BY_NUMBER = new HashMap<>();
  private static final Map<String, Errno> BY_WORD = new HashMap<>();

  /** What those mean that loading a device ends in. */
  private static final Map<String, String> ON_LOAD =
      Map.of(
          "EPERM", "a hook refused without giving a reason",
          "EIO", "nothing more could be read",
          "EINVAL", "a value does not fit",
          "EPIPE", "the other end is gone");

  private static final Set<String> GONE = Set.of("EPIPE", "ECONNRESET", "ENOTCONN", "EPROTO");

  static {
    for (String line : Resource.lines("errno.txt")) {
      String[] columns = line.split(" ", 3);
      Errno errno = new Errno(Integer.parseInt(columns[0]), columns[1], columns[2]);
      BY_NUMBER.put(errno.number, errno);
      BY_WORD.put(errno.name, errno);
      BY_WORD.put(errno.text.toLowerCase(Locale.ROOT), errno);
    }
  }

  /** All, by number. */
  static List<Errno> all() {
    return BY_NUMBER.values().stream().sorted((a, b) -> a.number - b.number).toList();
  }

  /** The one with a number of either sign, or null. */
  public static @Nullable Errno of(long number) {
    return Math.abs(number) > 4095 ? null : BY_NUMBER.get((int) Math.abs(number));
  }

  /**
   * The one that a text names: a number of either sign, a name, or what the C library prints, also
   * with more after it as in {@code Invalid argument (22)}; or null.
   */
  public static @Nullable Errno of(String text) {
    String word = text.trim();
    Errno whole = BY_WORD.get(word.toLowerCase(Locale.ROOT));
    if (whole != null) {
      return whole;
    }
    int end = 0;
    for (String stop : List.of(" (", "(", ": ", ".", ",")) {
      end = word.indexOf(stop, 1);
      word = end > 0 ? word.substring(0, end) : word;
    }
    Errno named = BY_WORD.get(word.toLowerCase(Locale.ROOT));
    named = named == null ? BY_WORD.get(word) : named;
    if (named != null || word.length() > 6 || word.startsWith("0x")) {
      return named;
    }
    try {
      return of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether the text of one stands at a place. */
  public static boolean standsAt(String text, int at) {
    return BY_NUMBER.values().stream().anyMatch(errno -> text.startsWith(errno.text, at));
  }

  /** The name, with what it means where a device is loaded. */
  public String onLoad() {
    String meaning = ON_LOAD.get(name);
    return meaning == null ? name : name + ": " + meaning;
  }
}
