// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * A device as all participants know it.
 *
 * @param name section name in the stream where there is one, else the name in the trace
 * @param participants who has it, in the order in which they had it
 * @param queues how many virtqueues it has, where that is known
 */
public record Device(String name, List<String> participants, OptionalInt queues) {}
