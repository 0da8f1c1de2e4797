// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.ModelValue;
import java.util.List;
import java.util.function.Supplier;

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
    ModelValue datum,
    String text,
    String type,
    String was,
    String path,
    DataId data,
    String memory,
    Supplier<List<VariableNode>> children) {
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
