// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import java.util.List;

/**
 * One process of a run.
 *
 * @param name as the capture has it: {@code src}, {@code mid}
 * @param monitor what QMP transcripts call it; the same as its name where they say nothing else
 * @param clock of its trace
 * @param evidence names of the files that have evidence of it
 * @param endNs when the process ended, in nanoseconds since the epoch; -1 where it is not known to
 *     have ended
 */
public record Participant(
    String name, String monitor, Role role, Clock clock, List<String> evidence, long endNs) {}
