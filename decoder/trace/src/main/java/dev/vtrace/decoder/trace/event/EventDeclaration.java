// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code trace-events} file says of an event.
 *
 * @param arguments in order
 * @param format how the log backend prints them; null where it is not known
 * @param variant how another version of QEMU declares it, null for none
 */
public record EventDeclaration(
    EventName name,
    List<Argument> arguments,
    @Nullable EventFormat format,
    @Nullable EventDeclaration variant) {
  /** One argument. */
  public record Argument(String name, ArgumentType type) {}

  /** An event that is known by its name only. */
  public static EventDeclaration unknown(String name) {
    return new EventDeclaration(EventName.of(name), List.of(), null, null);
  }
}
