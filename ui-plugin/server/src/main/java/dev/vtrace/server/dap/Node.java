// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.Datum;
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
record Node(
    String name,
    Datum datum,
    String text,
    String type,
    String was,
    String path,
    DataId data,
    String memory,
    Supplier<List<Node>> children) {
  static Node of(String name, Datum datum) {
    return new Node(name, datum, datum.text(), datum.type(), null, "", null, null, null);
  }

  static Node of(String name, String text) {
    return of(name, Datum.of(text));
  }

  /** One with others in it. */
  static Node group(String name, String text, Supplier<List<Node>> children) {
    return new Node(name, null, text, "", null, "", null, null, children);
  }

  Node at(String reference) {
    return new Node(name, datum, text, type, was, path, data, reference, children);
  }

  Node called(String newPath) {
    return new Node(name, datum, text, type, was, newPath, data, memory, children);
  }

  /** The value, numbers in hexadecimal if the client wants that. */
  String value(boolean hex) {
    return hex && datum instanceof Datum.Number number
        ? new Datum.Number(number.bits(), true).text()
        : text;
  }
}
