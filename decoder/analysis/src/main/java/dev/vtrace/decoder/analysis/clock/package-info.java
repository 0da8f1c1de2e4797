// SPDX-License-Identifier: Apache-2.0
/**
 * One clock for all evidence. What two logs share (a message, a state, pages that begin to flow)
 * bounds how far their clocks are apart; a clock is moved only if the bounds exclude that it is
 * right.
 */
package dev.vtrace.decoder.analysis.clock;
