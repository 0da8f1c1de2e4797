// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.tracer.migration.MigrationRecording;
import dev.vtrace.tracer.migration.RecordPlan;
import dev.vtrace.tracer.migration.RecordingOutcome;
import dev.vtrace.tracer.recording.CaptureDirectory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Records on a thread of its own, so that the command's own prints what happens in the meantime.
 */
final class RecordTask {
  private final LiveView view;
  private final FutureTask<RecordingOutcome> task;

  RecordTask(RecordPlan plan, CaptureDirectory capture, LiveView view) {
    this.view = view;
    task =
        new FutureTask<>(
            () -> {
              try (MigrationRecording recording = new MigrationRecording(plan, capture, view)) {
                return recording.run(view::isStopped);
              }
            });
  }

  /**
   * How the migration ended.
   *
   * @throws IOException if it could not be done
   */
  RecordingOutcome await() throws IOException {
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
      return new RecordingOutcome("unknown", List.of());
    }
  }
}
