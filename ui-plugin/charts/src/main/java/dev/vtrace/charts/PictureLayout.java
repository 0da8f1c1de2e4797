// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Timeline;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/**
 * What all painters of one picture share.
 *
 * @param plot where lanes are drawn, right of their names
 */
record PictureLayout(Graphics2D g, Timeline timeline, Rows rows, Rectangle2D plot, Labels labels) {
  double x(long time) {
    return plot.getX() + timeline.scale().at(time) * plot.getWidth();
  }

  double top(int lane) {
    return plot.getY() + rows.top(lane);
  }

  double bottom(int lane) {
    return plot.getY() + rows.bottom(lane);
  }

  /** The lower end of a lane, with the findings that stand in it. */
  double end(int lane) {
    return plot.getY() + rows.end(lane);
  }

  /** The height at which marks of a lane lie. */
  double middle(int lane) {
    return plot.getY() + middle(rows, timeline.lanes().get(lane));
  }

  /** The same, from the top of the lanes. */
  static double middle(Rows rows, Lane lane) {
    // Above the marks of a device is the name of the window.
    double part = lane.kind() == Lane.LaneKind.DEVICE ? 0.7 : 0.5;
    return rows.top(lane.index()) + part * rows.height(lane.index());
  }

  /** The bar of an item, at least two pixels wide. */
  Rectangle2D bar(Item item, double inset) {
    double from = x(item.begin());
    double width = Math.max(2, x(item.end()) - from);
    double top = top(item.lane()) + inset;
    return new Rectangle2D.Double(from, top, width, bottom(item.lane()) - inset - top);
  }
}
