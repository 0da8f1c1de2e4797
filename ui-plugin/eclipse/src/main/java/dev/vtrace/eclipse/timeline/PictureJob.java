// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import dev.vtrace.charts.TimelineCanvas;
import dev.vtrace.charts.TimelineCanvas.Viewport;
import java.util.function.BiConsumer;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.graphics.ImageData;

/** Draws the last picture that was asked for, outside the thread of the user interface. */
final class PictureJob extends Job {
  /** What to draw. */
  record Order(TimelineCanvas canvas, Viewport view, boolean dark) {}

  private final BiConsumer<Order, ImageData> done;
  private Order next;

  PictureJob(BiConsumer<Order, ImageData> done) {
    super("Drawing timeline");
    this.done = done;
    setSystem(true);
  }

  void draw(Order order) {
    synchronized (this) {
      next = order;
    }
    schedule();
  }

  private synchronized Order take() {
    Order out = next;
    next = null;
    return out;
  }

  @Override
  protected IStatus run(IProgressMonitor monitor) {
    for (Order order = take(); order != null && !monitor.isCanceled(); order = take()) {
      done.accept(order, SwtImages.opaque(order.canvas().draw(order.view()), order.dark()));
    }
    return Status.OK_STATUS;
  }
}
