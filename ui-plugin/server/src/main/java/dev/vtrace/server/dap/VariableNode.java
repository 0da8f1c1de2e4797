// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.condition.ModelValue;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable as a client shows it.
 *
 * @param datum its value, or null where {@code text} says it
 * @param was its value at the last stop where that was another one, else null
 * @param path what expressions call it; empty where they cannot
 * @param data where it lies in the state, or null
 * @param memory where its bytes lie, or null
 * @param children made when they are asked for, or null
 */
record VariableNode(
    String name,
    @Nullable ModelValue datum,
    String text,
    String type,
    @Nullable String was,
    String path,
    @Nullable DataId data,
    @Nullable String memory,
    @Nullable Supplier<List<VariableNode>> children) {
  static VariableNode of(String name, ModelValue datum) {
    return new VariableNode(name, datum, datum.text(), datum.type(), null, "", null, null, null);
  }

  static VariableNode of(String name, String text) {
    return of(name, ModelValue.of(text));
  }

  /** One with others in it. */
  static VariableNode group(String name, String text, Supplier<List<VariableNode>> children) {
    return new VariableNode(name, null, text, "", null, "", null, null, children);
  }

  /** The variables in it; only of a group. */
  List<VariableNode> inner() {
    return requireNonNull(children).get();
  }

  VariableNode at(String reference) {
    return new VariableNode(name, datum, text, type, was, path, data, reference, children);
  }

  VariableNode called(String newPath) {
    return new VariableNode(name, datum, text, type, was, newPath, data, memory, children);
  }

  /** The value, numbers in hexadecimal if the client wants that. */
  String value(boolean hex) {
    return hex && datum instanceof ModelValue.ModelNumber number
        ? new ModelValue.ModelNumber(number.bits(), true).text()
        : text;
  }
}
