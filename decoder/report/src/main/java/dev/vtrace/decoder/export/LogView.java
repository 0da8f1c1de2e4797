// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.runlog.LogEntry;
import java.io.IOException;
import java.util.List;

/** Writes the log of a run, an entry at a time. */
public interface LogView {
  /**
   * Called first.
   *
   * @param name of the run
   * @param notes what to know of the list
   */
  void begin(String name, List<String> notes) throws IOException;

  void entry(LogEntry entry) throws IOException;
}
