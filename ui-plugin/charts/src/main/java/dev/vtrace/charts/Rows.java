// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.List;

/**
 * How high each lane is and where it lies, from the top of the lanes. Below what happens in a lane
 * is a line for each of the first findings in it.
 */
final class Rows {
  /** The height of a line with a finding. */
  static final double NOTE = 14;

  private static final double SPACE = 10;
  private static final int MOST_NOTES = 5;

  private final double[] top;
  private final double[] height;
  private final int[] notes;
  private final double total;

  Rows(Timeline timeline) {
    List<Lane> lanes = timeline.lanes();
    notes = new int[lanes.size()];
    for (Item item : timeline.items(Item.ItemKind.FINDING)) {
      notes[item.lane()] = Math.min(MOST_NOTES, notes[item.lane()] + 1);
    }
    top = new double[lanes.size()];
    height = new double[lanes.size()];
    int queues = 0;
    for (Lane lane : lanes) {
      queues += lane.kind() == Lane.LaneKind.QUEUE ? 1 : 0;
    }
    double y = 0;
    for (Lane lane : lanes) {
      int i = lane.index();
      height[i] = heightOf(lane.kind(), queues);
      boolean group =
          lane.kind() == Lane.LaneKind.PARTICIPANT || lane.kind() == Lane.LaneKind.STREAM;
      y += group && i > 0 ? SPACE : 0;
      top[i] = y;
      y += height[i] + notes[i] * NOTE;
    }
    total = y;
  }

  private static double heightOf(Lane.LaneKind kind, int queues) {
    return switch (kind) {
      case PARTICIPANT -> 24;
      case DEVICE -> 46;
      case BACKEND -> 30;
      case STREAM -> 34;
      case QUEUE -> queues <= 16 ? 26 : queues <= 40 ? 18 : 11;
    };
  }

  double top(int lane) {
    return top[lane];
  }

  double height(int lane) {
    return height[lane];
  }

  double bottom(int lane) {
    return top[lane] + height[lane];
  }

  /** Its lower end with the lines of findings. */
  double end(int lane) {
    return bottom(lane) + notes[lane] * NOTE;
  }

  /** How many lines for findings a lane has. */
  int notes(int lane) {
    return notes[lane];
  }

  double total() {
    return total;
  }
}
