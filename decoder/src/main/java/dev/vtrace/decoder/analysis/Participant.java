// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import java.util.List;

/**
 * One process of a run.
 *
 * @param name as the capture has it: {@code src}, {@code mid}
 * @param clock of its trace
 * @param evidence names of the files that tell of it
 */
public record Participant(String name, Role role, Clock clock, List<String> evidence) {}
