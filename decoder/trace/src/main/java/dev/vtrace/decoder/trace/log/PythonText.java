// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What Python prints of a dictionary, made into JSON with strings in single quotation marks. */
final class PythonText {
  private static final String[][] WORDS = {{"True", "true"}, {"False", "false"}, {"None", "null"}};

  private PythonText() {}

  /** The same bytes as JSON; not longer than they were. */
  static byte[] json(byte[] b, int start, int end) {
    byte[] out = new byte[end - start];
    int length = 0;
    int quote = 0;
    for (int i = start; i < end; ) {
      byte c = b[i];
      if (quote != 0) {
        boolean escaped = c == '\\' && i + 1 < end;
        out[length++] = c;
        i++;
        if (escaped) {
          out[length++] = b[i++];
        } else if (c == quote) {
          quote = 0;
        }
        continue;
      }
      String[] word = word(b, i, end);
      if (word != null) {
        for (int k = 0; k < word[1].length(); k++) {
          out[length++] = (byte) word[1].charAt(k);
        }
        i += word[0].length();
        continue;
      }
      boolean unicode = c == 'u' && i + 1 < end && (b[i + 1] == '\'' || b[i + 1] == '"');
      if (c == '\'' || c == '"') {
        quote = c;
      }
      if (!unicode) {
        out[length++] = c;
      }
      i++;
    }
    return Arrays.copyOf(out, length);
  }

  private static String @Nullable [] word(byte[] b, int at, int end) {
    for (String[] word : WORDS) {
      if (LogPrefix.starts(b, at, end, word[0])) {
        return word;
      }
    }
    return null;
  }
}
