// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lines that stand for others that are not there: those by which people shorten what they paste,
 * and those of journald and rsyslog, which let go what comes too fast.
 *
 * <pre>
 * [...]
 * -- snip --
 * [... 120 lines omitted ...]
 * Suppressed 1204 messages from qemu.service
 * imjournal: 1204 messages lost due to rate-limiting
 * </pre>
 */
public final class OmissionMark {
  /** What is longer says more than that. */
  private static final int LONGEST = 160;

  private static final String AROUND = " \t[](){}<>-=*#.\u2026~_/\\|:\u2702";

  private static final Set<String> WORDS =
      Set.of(
          "snip",
          "snipped",
          "snap",
          "cut",
          "cut here",
          "skip",
          "skipped",
          "skipping",
          "truncated",
          "log truncated",
          "output truncated",
          "omitted",
          "lines omitted",
          "output omitted",
          "removed",
          "lines removed",
          "shortened",
          "trimmed",
          "etc",
          "more",
          "many more",
          "more of the same");

  private static final List<String> GONE =
      List.of(
          "suppressed",
          "lost",
          "missed",
          "dropped",
          "discarded",
          "omitted",
          "skipped",
          "removed",
          "truncated",
          "snipped",
          "trimmed",
          "hidden",
          "not shown");

  private static final Set<String> COUNTED =
      Set.of("lines", "messages", "message", "events", "entries", "line", "log", "kernel", "more");

  private OmissionMark() {}

  /** Whether a line that is no event says that others are missing where it stands. */
  public static boolean is(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    int from = 0;
    int to = text.length();
    while (from < to && isAround(text, from)) {
      from++;
    }
    while (to > from && isAround(text, to - 1)) {
      to--;
    }
    if (from == to) {
      return text.contains("...") || text.indexOf('\u2026') >= 0;
    }
    String words = text.substring(from, to).toLowerCase(Locale.ROOT);
    boolean decorated = from > 0 && to < text.length();
    return decorated && WORDS.contains(words) || counts(words);
  }

  /** What people draw around a mark, as in {@code ---8<---}. */
  private static boolean isAround(String text, int at) {
    char c = text.charAt(at);
    return AROUND.indexOf(c) >= 0 || c == '8' && text.startsWith("<", at + 1);
  }

  /** A number of lines or messages, and that they are gone. */
  private static boolean counts(String words) {
    boolean counted = false;
    String[] all = words.split(" ", -1);
    for (int i = 0; i + 1 < all.length && !counted; i++) {
      boolean number = !all[i].isEmpty() && all[i].chars().allMatch(c -> c >= '0' && c <= '9');
      boolean some = number && all[i].chars().anyMatch(c -> c != '0');
      counted = some && COUNTED.contains(all[i + 1]);
    }
    return counted && GONE.stream().anyMatch(words::contains);
  }
}
