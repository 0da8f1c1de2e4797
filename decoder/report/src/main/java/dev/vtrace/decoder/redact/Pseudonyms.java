// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What stands for what. Equal texts get equal names in all files of a capture; a name has the
 * length of what it stands for. Names are numbered as they come, so that nothing of the original
 * can be computed from them.
 */
public final class Pseudonyms {
  private final Set<SecretKind> kept = EnumSet.noneOf(SecretKind.class);
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Set<SecretKind>> known = new HashMap<>();
  private final Map<SecretKind, Integer> numbers = new EnumMap<>(SecretKind.class);
  private final Map<SecretKind, Long> counts = new EnumMap<>(SecretKind.class);

  /** Names for everything but these kinds. */
  public Pseudonyms(Set<SecretKind> kept) {
    this.kept.addAll(kept);
  }

  /** Whether a kind is left as it is. */
  public boolean keeps(SecretKind kind) {
    return kept.contains(kind);
  }

  /** The kinds that are left as they are. */
  public Set<SecretKind> kept() {
    return Set.copyOf(kept);
  }

  /** How often something of each kind was replaced. */
  public Map<SecretKind, Long> counts() {
    return new EnumMap<>(counts);
  }

  /** Forgets what was counted, not the names. */
  public void restart() {
    counts.clear();
  }

  /** Notes that something of a kind was replaced. */
  public void count(SecretKind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  /** As what a text is known, from a place that told; empty for none. */
  Set<SecretKind> known(String text) {
    return known.getOrDefault(text, Set.of());
  }

  /** The name for a text that a place told to be of a kind. */
  String name(SecretKind kind, String text) {
    known.computeIfAbsent(text, t -> EnumSet.noneOf(SecretKind.class)).add(kind);
    return again(kind, text);
  }

  /** The name for a text, wherever it stands. */
  String again(SecretKind kind, String text) {
    if (keeps(kind)) {
      return text;
    }
    count(kind);
    String name = names.get(text);
    if (name == null) {
      name = word(kind.label(), numbers.merge(kind, 1, Integer::sum), text.length());
      names.put(text, name);
    }
    return name;
  }

  /** The name for digits with marks between them, such as a MAC address; the marks stay. */
  String digits(SecretKind kind, String text) {
    if (keeps(kind)) {
      return text;
    }
    count(kind);
    String key = text.toLowerCase(Locale.ROOT);
    String name = names.get(key);
    if (name == null) {
      name = number(text, numbers.merge(kind, 1, Integer::sum));
      names.put(key, name);
    }
    return name;
  }

  /** {@code host1xxx}: the kind and a number, as far as there is room for them. */
  private static String word(String label, int number, int length) {
    String digits = Integer.toString(number, Character.MAX_RADIX);
    int room = length - digits.length();
    if (room < 0) {
      return "x".repeat(length);
    }
    String head = label.substring(0, Math.min(label.length(), room)) + digits;
    return head + "x".repeat(length - head.length());
  }

  private static String number(String text, int number) {
    StringBuilder out = new StringBuilder(text);
    int left = number;
    for (int i = text.length() - 1; i >= 0; i--) {
      if (Character.digit(text.charAt(i), 16) >= 0) {
        out.setCharAt(i, (char) ('0' + left % 10));
        left /= 10;
      }
    }
    return out.toString();
  }
}
