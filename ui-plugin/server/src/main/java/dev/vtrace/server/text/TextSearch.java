// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.server.stream.CancellationCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Looks for a word in a text of any size, without making strings of its lines. */
public final class TextSearch {
  private static final int CHUNK = 1 << 20;

  private TextSearch() {}

  /**
   * A place where the word stands.
   *
   * @param line first line 0
   * @param offset bytes of the line before it
   * @param plain whether these are ASCII, so that each is a character
   */
  public record SearchHit(long line, int offset, boolean plain) {}

  /** The first places of a word that stands alone, in order. */
  public static List<SearchHit> word(TextFile file, String word, int most, CancellationCheck check)
      throws IOException {
    byte[] wanted = word.getBytes(StandardCharsets.UTF_8);
    byte[] buffer = new byte[CHUNK + wanted.length + 1];
    List<SearchHit> out = new ArrayList<>();
    long line = 0;
    long lineStart = 0;
    boolean plain = true;
    // One byte before each chunk is kept to see whether the word stands alone.
    long base = 0;
    int filled = 0;
    int counted = 0;
    while (out.size() < most) {
      check.check();
      int n = file.source().read(base + filled, buffer, filled, buffer.length - filled);
      boolean last = n <= 0;
      filled += Math.max(0, n);
      int stop = last ? filled : Math.max(counted, filled - wanted.length - 1);
      for (int i = counted; i < stop && out.size() < most; i++) {
        if (buffer[i] == '\n') {
          line++;
          lineStart = base + i + 1;
          plain = true;
        } else if (buffer[i] == wanted[0] && matches(buffer, i, filled, wanted)) {
          out.add(new SearchHit(line, (int) (base + i - lineStart), plain));
        }
        plain &= buffer[i] >= 0;
      }
      if (last) {
        return out;
      }
      int kept = Math.max(0, stop - 1);
      System.arraycopy(buffer, kept, buffer, 0, filled - kept);
      base += kept;
      filled -= kept;
      counted = stop - kept;
    }
    return out;
  }

  private static boolean matches(byte[] buffer, int at, int filled, byte[] wanted) {
    if (at + wanted.length > filled) {
      return false;
    }
    for (int i = 1; i < wanted.length; i++) {
      if (buffer[at + i] != wanted[i]) {
        return false;
      }
    }
    int end = at + wanted.length;
    return (at == 0 || !inWord(buffer[at - 1])) && (end == filled || !inWord(buffer[end]));
  }

  private static boolean inWord(byte b) {
    return b >= '0' && b <= '9'
        || b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b == '_'
        || b < 0;
  }
}
