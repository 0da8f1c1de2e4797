// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.condition;

import dev.vtrace.decoder.condition.Expression.BadExpression;
import dev.vtrace.decoder.condition.Expression.Comparison;

/**
 * Reads expressions:
 *
 * <pre>
 * or      = and { "||" and }
 * and     = compare { "&amp;&amp;" compare }
 * compare = bits [ ("==" | "!=" | "&lt;=" | "&gt;=" | "&lt;" | "&gt;" | "=~") bits ]
 * bits    = unary { "&amp;" unary }
 * unary   = "!" unary | "(" or ")" | number | text | "true" | "false" | "none" | path
 * path    = name { "." name | "[" digits "]" }
 * </pre>
 */
final class ExpressionParser {
  private static final int MOST = 64;

  private final String text;
  private int at;
  private int depth;

  ExpressionParser(String text) {
    this.text = text;
  }

  Expression parse() throws BadExpression {
    if (text.isBlank()) {
      throw new BadExpression("an expression is missing");
    }
    Expression whole = or();
    skip();
    if (at < text.length()) {
      throw wrong("unexpected '" + text.charAt(at) + "'");
    }
    return whole;
  }

  private Expression or() throws BadExpression {
    if (++depth > MOST) {
      throw wrong("too many parentheses");
    }
    Expression left = and();
    while (accept("||")) {
      left = new Expression.Both(left, false, and());
    }
    depth--;
    return left;
  }

  private Expression and() throws BadExpression {
    Expression left = compare();
    while (accept("&&")) {
      left = new Expression.Both(left, true, compare());
    }
    return left;
  }

  private Expression compare() throws BadExpression {
    Expression left = bits();
    for (Comparison comparison : Comparison.values()) {
      if (accept(comparison.sign)) {
        return new Expression.Compare(left, comparison, bits());
      }
    }
    if (accept("=")) {
      at--;
      throw wrong("'=' is not a comparison; write '=='");
    }
    return left;
  }

  private Expression bits() throws BadExpression {
    Expression left = unary();
    while (peek("&") && !peek("&&") && accept("&")) {
      left = new Expression.Bits(left, unary());
    }
    return left;
  }

  private Expression unary() throws BadExpression {
    boolean not = false;
    while (peek("!") && !peek("!=") && accept("!")) {
      not = !not;
    }
    Expression value = primary();
    return not ? new Expression.Not(value) : value;
  }

  private Expression primary() throws BadExpression {
    if (accept("(")) {
      Expression inside = or();
      if (!accept(")")) {
        throw wrong("')' is missing");
      }
      return inside;
    }
    skip();
    char c = at < text.length() ? text.charAt(at) : 0;
    if (c == '"' || c == '\'') {
      int end = text.indexOf(c, at + 1);
      if (end < 0) {
        throw wrong("the text has no end");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return new Expression.Literal(ModelValue.of(value));
    }
    if (Character.digit(c, 10) >= 0 || c == '-') {
      return new Expression.Literal(number());
    }
    String name = name();
    return switch (name) {
      case "true", "false" -> new Expression.Literal(ModelValue.of(name.equals("true")));
      case "none" -> new Expression.Literal(null);
      default -> path(name);
    };
  }

  private Expression path(String first) throws BadExpression {
    StringBuilder path = new StringBuilder(first);
    while (true) {
      if (accept(".")) {
        path.append('.').append(name());
      } else if (accept("[")) {
        path.append('[').append(number().bits()).append(']');
        if (!accept("]")) {
          throw wrong("']' is missing");
        }
      } else {
        return new Expression.Path(path.toString());
      }
    }
  }

  private ModelValue.ModelNumber number() throws BadExpression {
    skip();
    int start = at;
    boolean minus = text.startsWith("-", at);
    at += minus ? 1 : 0;
    boolean hex = text.startsWith("0x", at) || text.startsWith("0X", at);
    int from = hex ? at + 2 : at;
    at = from;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String digits = text.substring(from, at);
    try {
      long value = Long.parseUnsignedLong(digits, hex ? 16 : 10);
      return new ModelValue.ModelNumber(minus ? -value : value, hex);
    } catch (NumberFormatException e) {
      at = start;
      throw wrong("'" + digits + "' is not a 64-bit number");
    }
  }

  private String name() throws BadExpression {
    skip();
    int start = at;
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw at < text.length()
          ? wrong("unexpected '" + text.charAt(at) + "'")
          : wrong("a value is missing");
    }
    return text.substring(start, at);
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private boolean peek(String sign) {
    skip();
    return text.startsWith(sign, at);
  }

  private boolean accept(String sign) {
    boolean there = peek(sign);
    at += there ? sign.length() : 0;
    return there;
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private BadExpression wrong(String what) {
    return new BadExpression(what + " at column " + (at + 1) + " of '" + text + "'");
  }
}
