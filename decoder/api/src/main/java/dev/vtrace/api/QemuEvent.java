// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A trace event of QEMU.
 *
 * @param name as the trace has it
 * @param currentName what the newest QEMU calls the same event
 * @param thread id of the thread, or of the process in a simpletrace file
 * @param arguments those that can be told for sure
 * @param text the arguments as QEMU prints them
 */
public record QemuEvent(
    OptionalLong timeNs,
    String name,
    String currentName,
    OptionalLong thread,
    List<EventArgument> arguments,
    String text,
    EvidencePlace place) {
  public QemuEvent {
    arguments = List.copyOf(arguments);
  }

  /** The argument with a name. */
  public Optional<EventArgument> argument(String wanted) {
    return arguments.stream().filter(each -> each.name().equals(wanted)).findFirst();
  }

  /**
   * An argument.
   *
   * @param name as declared
   * @param text the value as text; of a number in decimal
   * @param number the value, extended to 64 bits by the sign of its type; absent for text
   */
  public record EventArgument(String name, String text, OptionalLong number) {}
}
