// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Lane;
import java.util.List;

/** How high each lane is and where it lies, from the top of the lanes. */
final class Rows {
  private static final double SPACE = 10;

  private final double[] top;
  private final double[] height;
  private final double total;

  Rows(List<Lane> lanes) {
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
      y += height[i];
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

  double total() {
    return total;
  }
}
