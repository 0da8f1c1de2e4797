// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;

/**
 * A line of a log that is no event: an error or warning of QEMU, output of the guest, damage.
 *
 * @param timeNs nanoseconds since the epoch, -1 for none
 * @param text the line without its time
 * @param damaged whether the line was cut, or mixed with another
 */
public record LogLine(SourceSpan span, long timeNs, String text, boolean damaged)
    implements TraceRecord {}
