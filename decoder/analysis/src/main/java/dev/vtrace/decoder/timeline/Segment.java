// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

/**
 * A stretch of time in which something happened. Between two of them nothing did.
 *
 * @param from where it begins in the picture: 0 is the left edge, 1 the right one
 * @param to where it ends in the picture
 */
public record Segment(long begin, long end, double from, double to) {}
