// SPDX-License-Identifier: Apache-2.0
/**
 * Many captures as tables: which captures there are, their rows, the files that the rows are
 * written to, and what two fleets differ in.
 */
package dev.vtrace.decoder.fleet;
