// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import dev.vtrace.charts.TimelineCanvas;
import dev.vtrace.charts.TimelineCanvas.Viewport;
import java.util.function.BiConsumer;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Display;

/** Draws the last picture that was asked for, outside the thread of the user interface. */
final class PictureJob extends Job {
  /** What to draw. */
  record PictureOrder(TimelineCanvas canvas, Viewport view, boolean dark) {}

  private final Display display;
  private final BiConsumer<PictureOrder, Image> done;
  private PictureOrder next;

  PictureJob(Display display, BiConsumer<PictureOrder, Image> done) {
    super("Drawing timeline");
    this.display = display;
    this.done = done;
    setSystem(true);
  }

  void draw(PictureOrder order) {
    synchronized (this) {
      next = order;
    }
    schedule();
  }

  private synchronized PictureOrder take() {
    PictureOrder out = next;
    next = null;
    return out;
  }

  @Override
  protected IStatus run(IProgressMonitor monitor) {
    for (PictureOrder order = take(); order != null && !monitor.isCanceled(); order = take()) {
      ImageData data = SwtImages.opaque(order.canvas().draw(order.view()), order.dark());
      if (!display.isDisposed()) {
        done.accept(order, new Image(display, data));
      }
    }
    return Status.OK_STATUS;
  }
}
