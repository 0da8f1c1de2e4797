// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.trace.TraceRecord;
import java.io.IOException;

/** Watches a run being read. What it throws ends the reading. */
public interface LoadMonitor {
  /** One that only looks on. */
  LoadMonitor NONE = new LoadMonitor() {};

  /**
   * Opens a file of the run.
   *
   * @throws IOException as {@link Inputs#open}, or since the reading is to end
   */
  default ByteSource open(Input input) throws IOException {
    return Inputs.open(input.path());
  }

  /** A reader passed on a record. */
  default void record(TraceRecord record) {}
}
