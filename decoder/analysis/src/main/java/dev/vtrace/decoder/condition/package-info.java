// SPDX-License-Identifier: Apache-2.0
/**
 * Conditions that people write, as {@code queue == 1 && verdict == "skipped"}: read, and asked of
 * whatever has names. It knows nothing of what the names stand for.
 */
package dev.vtrace.decoder.condition;
