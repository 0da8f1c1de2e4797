// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.Locale;

/**
 * At which of its hits a breakpoint stops: {@code 3} at the third, {@code >= 3} from it on, {@code
 * % 3} at each third.
 */
record HitCondition(String sign, long number) {
  private static final String[] SIGNS = {">=", "<=", "==", "=", ">", "<", "%", ""};

  static HitCondition parse(String text) {
    String trimmed = text.trim().toLowerCase(Locale.ROOT);
    for (String sign : SIGNS) {
      if (trimmed.startsWith(sign)) {
        try {
          long number = Long.parseLong(trimmed.substring(sign.length()).trim());
          if (number > 0) {
            return new HitCondition(sign, number);
          }
        } catch (NumberFormatException e) {
          break;
        }
      }
    }
    throw new DebugRefusal("'" + text + "' is not a hit condition; write 3, >= 3 or % 3");
  }

  boolean stops(long hits) {
    return switch (sign) {
      case ">=" -> hits >= number;
      case "<=" -> hits <= number;
      case ">" -> hits > number;
      case "<" -> hits < number;
      case "%" -> hits % number == 0;
      default -> hits == number;
    };
  }
}
