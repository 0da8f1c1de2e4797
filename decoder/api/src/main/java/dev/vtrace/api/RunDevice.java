// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.OptionalInt;

/**
 * A vhost device.
 *
 * @param name of its section in the stream, else the name in the trace
 * @param participants who has it, in the order in which they had it
 * @param queues how many virtqueues it has
 */
public record RunDevice(String name, List<String> participants, OptionalInt queues) {
  public RunDevice {
    participants = List.copyOf(participants);
  }
}
