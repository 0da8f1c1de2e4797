// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse;

import java.io.IOException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;

/** Work in a job; why it could not be done is shown in a dialog. */
public interface BackgroundWork {
  /**
   * Does it.
   *
   * @throws IOException with a sentence, if it cannot be done
   */
  void run(IProgressMonitor monitor) throws IOException;

  /**
   * Starts it.
   *
   * @param name what people see of it while it runs
   * @param title of the dialog
   * @param user whether people started it, who see its progress then
   */
  static Job start(String name, String title, boolean user, BackgroundWork work) {
    Job job =
        Job.create(
            name,
            monitor -> {
              try {
                work.run(monitor);
              } catch (IOException e) {
                FailureDialog.show(title, e.getMessage());
              }
              return Status.OK_STATUS;
            });
    job.setUser(user);
    job.schedule();
    return job;
  }
}
