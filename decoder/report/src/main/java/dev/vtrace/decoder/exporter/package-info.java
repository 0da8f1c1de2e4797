// SPDX-License-Identifier: Apache-2.0
/**
 * Runs in the formats of other tools, one exporter each over the one model; none reads evidence
 * again.
 */
package dev.vtrace.decoder.exporter;
