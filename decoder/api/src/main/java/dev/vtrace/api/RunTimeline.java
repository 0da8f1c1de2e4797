// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;

/**
 * What happened when, in lanes.
 *
 * @param timed whether the evidence has times; otherwise numbers give an order only
 * @param begin nanoseconds since the epoch, or a number in the order
 * @param end the same
 * @param headline what it shows, in a few sentences
 * @param items those that begin earlier come first
 */
public record RunTimeline(
    boolean timed,
    long begin,
    long end,
    List<String> headline,
    List<TimelineLane> lanes,
    List<TimelineItem> items) {
  public RunTimeline {
    headline = List.copyOf(headline);
    lanes = List.copyOf(lanes);
    items = List.copyOf(items);
  }
}
