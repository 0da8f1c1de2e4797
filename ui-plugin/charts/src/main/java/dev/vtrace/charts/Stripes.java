// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The pattern of a transferred ring as a shape, for the legend. */
record Stripes(Rectangle2D box) {
  private static final double STEP = 7;

  Shape shape() {
    Path2D path = new Path2D.Double();
    for (double x = box.getX(); x + box.getHeight() <= box.getMaxX() + 1; x += STEP) {
      path.moveTo(x, box.getMaxY());
      path.lineTo(x + box.getHeight(), box.getY());
    }
    path.append(box, false);
    return path;
  }
}
