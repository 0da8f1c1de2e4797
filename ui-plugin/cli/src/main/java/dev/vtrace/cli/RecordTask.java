// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.tracer.record.Outcome;
import dev.vtrace.tracer.record.RecordPlan;
import dev.vtrace.tracer.record.Recording;
import dev.vtrace.tracer.recording.CaptureDirectory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Records on a thread of its own, so that the command's own prints what happens meanwhile. */
final class RecordTask {
  private final LiveView view;
  private final FutureTask<Outcome> task;

  RecordTask(RecordPlan plan, CaptureDirectory capture, LiveView view) {
    this.view = view;
    task =
        new FutureTask<>(
            () -> {
              try (Recording recording = new Recording(plan, capture, view)) {
                return recording.run(view::isStopped);
              }
            });
  }

  /**
   * How the migration ended.
   *
   * @throws IOException if it could not be done
   */
  Outcome await() throws IOException {
    new Thread(task, "record").start();
    view.untilDone(task::isDone);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome("unknown", List.of());
    }
  }
}
