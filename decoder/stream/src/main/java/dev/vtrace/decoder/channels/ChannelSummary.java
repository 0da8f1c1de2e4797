// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.stream.Counts;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.StreamOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel once it was read.
 *
 * @param kind which channel; null if it could not be told
 * @param id number that a multifd channel gives itself; -1 for other kinds. The order in which
 *     channels were connected says nothing of it
 * @param counts records of all kinds
 * @param errors how many error-level diagnostics were reported
 */
public record ChannelSummary(
    @Nullable ChannelKind kind,
    int id,
    StreamOutcome outcome,
    Coverage coverage,
    Counts counts,
    int errors) {}
