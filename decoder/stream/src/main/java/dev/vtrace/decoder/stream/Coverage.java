// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/**
 * Where the bytes of an input went; the three parts add up to the total.
 *
 * @param decoded each byte has a name and a meaning
 * @param opaque bounded and named, meaning unknown
 * @param unreachable after a point where sync was lost
 */
public record Coverage(long total, long decoded, long opaque, long unreachable) {}
