// SPDX-License-Identifier: Apache-2.0
/**
 * Captures as they are written: readable at any moment, and never in the way of what they record.
 */
package dev.vtrace.tracer.recording;
