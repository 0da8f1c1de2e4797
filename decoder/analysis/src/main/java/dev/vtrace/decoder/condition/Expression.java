// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.condition;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An expression over the model: {@code queue == 1 && verdict == "skipped"}, {@code
 * source.queue[0].state}, {@code features.VERSION_1}. A name that stands for nothing is nothing: it
 * is not true, and equal only to {@code none}.
 */
public sealed interface Expression {
  /** A number, a text, or a truth value; null for nothing. */
  @Nullable ModelValue value(Function<String, ModelValue> names);

  /** Passes on each name that it asks for. */
  default void names(Consumer<String> sink) {}

  /** Whether a value counts as true: not nothing, not false, not 0, not empty. */
  static boolean isTrue(@Nullable ModelValue datum) {
    if (datum instanceof ModelValue.ModelNumber number) {
      return number.bits() != 0;
    } else if (datum instanceof ModelValue.ModelText text) {
      return !text.text().isEmpty();
    }
    return datum instanceof ModelValue.Truth truth && truth.value();
  }

  /**
   * Reads an expression.
   *
   * @throws BadExpression if it is none
   */
  static Expression parse(String text) throws BadExpression {
    return new ExpressionParser(text).parse();
  }

  /** Why a text is no expression, as a sentence with its position. */
  final class BadExpression extends Exception {
    private static final long serialVersionUID = 1;

    public BadExpression(String message) {
      super(message);
    }
  }

  /** A value as it stands there. */
  record Literal(@Nullable ModelValue datum) implements Expression {
    @Override
    public @Nullable ModelValue value(Function<String, ModelValue> names) {
      return datum;
    }
  }

  /** A name with members and positions, as {@code queue[0].state}. */
  record Path(String path) implements Expression {
    @Override
    public ModelValue value(Function<String, ModelValue> names) {
      return names.apply(path);
    }

    @Override
    public void names(Consumer<String> sink) {
      sink.accept(path);
    }
  }

  /** {@code !x}. */
  record Not(Expression of) implements Expression {
    @Override
    public ModelValue value(Function<String, ModelValue> names) {
      return ModelValue.of(!isTrue(of.value(names)));
    }

    @Override
    public void names(Consumer<String> sink) {
      of.names(sink);
    }
  }

  /** {@code a && b}, {@code a || b}. */
  record Both(Expression left, boolean and, Expression right) implements Expression {
    @Override
    public ModelValue value(Function<String, ModelValue> names) {
      boolean first = isTrue(left.value(names));
      return ModelValue.of(first == and ? isTrue(right.value(names)) : first);
    }

    @Override
    public void names(Consumer<String> sink) {
      left.names(sink);
      right.names(sink);
    }
  }

  /** A bit test, {@code features & 0x4000}. */
  record Bits(Expression left, Expression right) implements Expression {
    @Override
    public @Nullable ModelValue value(Function<String, ModelValue> names) {
      return left.value(names) instanceof ModelValue.ModelNumber a
              && right.value(names) instanceof ModelValue.ModelNumber b
          ? ModelValue.hex(a.bits() & b.bits())
          : null;
    }

    @Override
    public void names(Consumer<String> sink) {
      left.names(sink);
      right.names(sink);
    }
  }

  /** What can stand between two values that are compared. */
  enum Comparison {
    EQUAL("=="),
    DIFFERENT("!="),
    AT_MOST("<="),
    AT_LEAST(">="),
    LESS("<"),
    MORE(">"),
    /** One text contains another. */
    CONTAINS("=~");

    final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }
  }

  /**
   * {@code a == b} and its like. Numbers are unsigned; values of two kinds are compared as text.
   */
  record Compare(Expression left, Comparison by, Expression right) implements Expression {
    @Override
    public ModelValue value(Function<String, ModelValue> names) {
      ModelValue a = left.value(names);
      ModelValue b = right.value(names);
      if (a == null || b == null) {
        boolean same = a == b;
        return ModelValue.of(by == Comparison.EQUAL ? same : by == Comparison.DIFFERENT && !same);
      }
      if (by == Comparison.CONTAINS) {
        return ModelValue.of(a.text().contains(b.text()));
      }
      int order =
          a instanceof ModelValue.ModelNumber x && b instanceof ModelValue.ModelNumber y
              ? Long.compareUnsigned(x.bits(), y.bits())
              : a.text().compareTo(b.text());
      return ModelValue.of(
          switch (by) {
            case EQUAL -> order == 0;
            case DIFFERENT -> order != 0;
            case AT_MOST -> order <= 0;
            case AT_LEAST -> order >= 0;
            case LESS -> order < 0;
            default -> order > 0;
          });
    }

    @Override
    public void names(Consumer<String> sink) {
      left.names(sink);
      right.names(sink);
    }
  }
}
