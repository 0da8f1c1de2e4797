// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.channels.MigrationSummary;
import org.jspecify.annotations.Nullable;

/**
 * How decoding went.
 *
 * @param migration what is known of stream and channels; null where there was one input only
 * @param fine whether all inputs are complete and without errors
 */
record DecodeResult(@Nullable MigrationSummary migration, boolean fine) {}
