// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import java.util.List;
import java.util.OptionalLong;

/**
 * One process of a run.
 *
 * @param name as the capture has it: {@code src}, {@code mid}
 * @param monitor what QMP transcripts call it; the same as its name where they say nothing else
 * @param clock of its trace
 * @param evidence names of the files that have evidence of it
 * @param endNs when the process ended, in nanoseconds since the epoch, where it is known to have
 *     ended
 */
public record Participant(
    String name,
    String monitor,
    Role role,
    Clock clock,
    List<String> evidence,
    OptionalLong endNs) {}
