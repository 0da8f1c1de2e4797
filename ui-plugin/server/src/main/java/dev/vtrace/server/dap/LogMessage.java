// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.condition.Expression;
import dev.vtrace.decoder.condition.Expression.BadExpression;
import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.server.dap.replay.Names;
import java.util.ArrayList;
import java.util.List;

/** What a log point prints: text with expressions in braces. */
record LogMessage(List<Expression> parts) {
  static LogMessage parse(String text) {
    List<Expression> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      int end = close < 0 ? text.length() : open;
      parts.add(new Expression.Literal(ModelValue.of(text.substring(at, end))));
      if (close < 0) {
        break;
      }
      try {
        parts.add(Expression.parse(text.substring(open + 1, close)));
      } catch (BadExpression e) {
        throw new DebugRefusal(String.valueOf(e.getMessage()));
      }
      at = close + 1;
    }
    return new LogMessage(parts);
  }

  String text(Names names) {
    StringBuilder out = new StringBuilder();
    for (Expression part : parts) {
      ModelValue datum = part.value(names::value);
      out.append(datum == null ? "none" : datum.text());
    }
    return out.toString();
  }
}
