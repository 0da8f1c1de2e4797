// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.vhostuser.Span;

/**
 * Events that QEMU could not record before this time: its buffer was full.
 *
 * @param count how many
 */
public record DroppedEvents(Span span, long timeNs, long thread, long count)
    implements TraceRecord {}
