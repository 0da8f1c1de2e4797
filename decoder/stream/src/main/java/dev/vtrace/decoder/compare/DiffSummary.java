// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.stream.StreamSummary;

/**
 * How two streams compare.
 *
 * @param sections how many sections were compared, those that only one stream has included
 * @param equal how many of them are equal
 * @param differences how many were reported
 * @param ignored how many were not reported since a pattern says so
 */
public record DiffSummary(
    StreamSummary a, StreamSummary b, int sections, int equal, int differences, int ignored) {}
