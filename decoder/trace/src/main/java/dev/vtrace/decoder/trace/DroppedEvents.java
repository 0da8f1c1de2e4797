// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;

/**
 * Events that QEMU could not record before this time: its buffer was full.
 *
 * @param count how many
 */
public record DroppedEvents(SourceSpan span, long timeNs, long thread, long count)
    implements TraceRecord {}
