// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.run.LoadedRun;

/**
 * A run that was analysed.
 *
 * @param migration what happened
 * @param evidence what that was found in, with its times on the common clock, so that they are
 *     those of the model
 */
public record JoinedRun(Migration migration, LoadedRun evidence) {}
