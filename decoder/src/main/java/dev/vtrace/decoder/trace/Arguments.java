// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

/**
 * The arguments of an event. Names and values are there where the event's declaration is known, the
 * text always.
 */
public sealed interface Arguments permits PrintedArguments, RecordedArguments {
  /** What the log backend prints behind the event's name. */
  String text();

  /** The declaration, or null where it is not known. */
  EventDeclaration declaration();

  /** How many values there are; 0 where the declaration is not known or does not fit. */
  int count();

  /** The name of a value. */
  String name(int index);

  /** Whether a value is text. */
  boolean isText(int index);

  /** A number, extended to 64 bits by the sign of its declared type; 0 for text. */
  long number(int index);

  /** A text, or null for a number. */
  String text(int index);

  /** The position of the value with this name, or -1. */
  default int index(String name) {
    for (int i = 0; i < count(); i++) {
      if (name(i).equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The number with this name, or {@code otherwise}. */
  default long number(String name, long otherwise) {
    int at = index(name);
    return at < 0 || isText(at) ? otherwise : number(at);
  }

  /** The text with this name, or null. */
  default String text(String name) {
    int at = index(name);
    return at < 0 ? null : text(at);
  }
}
