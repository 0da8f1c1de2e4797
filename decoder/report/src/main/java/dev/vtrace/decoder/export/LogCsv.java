// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.runlog.LogEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The log of a run as CSV with a line of names. Times are nanoseconds since the epoch, empty where
 * they are not known.
 */
public final class LogCsv implements LogView {
  private final OutputStream out;

  /** CSV for a stream that the caller closes. */
  public LogCsv(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin(String name, List<String> notes) throws IOException {
    CsvLine.write(
        out,
        "time_ns",
        "participant",
        "kind",
        "name",
        "device",
        "queue",
        "operation",
        "verdict",
        "why",
        "place",
        "text");
  }

  @Override
  public void entry(LogEntry entry) throws IOException {
    CsvLine.write(
        out,
        CsvLine.known(entry.timeNs()),
        entry.participant(),
        entry.kind().label(),
        entry.name(),
        entry.device(),
        CsvLine.known(entry.queue()),
        entry.operation(),
        entry.verdict() == null ? "" : entry.verdict().label(),
        entry.why(),
        entry.location(),
        entry.text());
  }
}
