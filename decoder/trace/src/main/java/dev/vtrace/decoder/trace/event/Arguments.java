// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an event. Names and values are there where the event's declaration is known, the
 * text always. Of a line that is cut, or that a version prints which is not known, there are the
 * values that can be told for sure.
 */
public sealed interface Arguments permits PrintedArguments, RecordedArguments {
  /** What the log backend prints after the event's name. */
  String text();

  /**
   * What the values are named and typed by, or null where that is not known. Of a line of which
   * only a part can be told, it has that part only.
   */
  @Nullable EventDeclaration declaration();

  /** How many values there are; 0 where nothing is known about them. */
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

  /** The number with this name; empty if there is none. */
  default OptionalLong number(String name) {
    int at = index(name);
    return at < 0 || isText(at) ? OptionalLong.empty() : OptionalLong.of(number(at));
  }

  /** The number with this name, or {@code otherwise}. */
  default long number(String name, long otherwise) {
    return number(name).orElse(otherwise);
  }

  /** The text with this name, or null. */
  default @Nullable String text(String name) {
    int at = index(name);
    return at < 0 ? null : text(at);
  }
}
