// SPDX-License-Identifier: Apache-2.0
/**
 * The table of operations: what starts, stops and migrations do to a device and its queues, which
 * requests do it, and what a backend transfer leaves out.
 */
package dev.vtrace.decoder.analysis.operation;
