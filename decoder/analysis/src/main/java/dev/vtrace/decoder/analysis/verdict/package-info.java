// SPDX-License-Identifier: Apache-2.0
/**
 * Of each operation of a window whether it was executed, skipped, not due, failed or a violation,
 * or that the evidence cannot tell; and why, and by what.
 */
package dev.vtrace.decoder.analysis.verdict;
