// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.LoadedLog;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.SessionStep;
import org.jspecify.annotations.Nullable;

/** How the times of each file become those of the run, by what the join did with them. */
final class FileClocks {
  private final LoadedRun run;

  /**
   * @param run with its times on the common clock
   */
  FileClocks(LoadedRun run) {
    this.run = run;
  }

  FileClock of(Input input) {
    switch (input.role()) {
      case TRACE:
        // System calls are read as traffic.
        return traced(input.name()) ? trace(input.name()) : traffic(input.name());
      case SOCKET:
        return traffic(input.name());
      case QMP:
        return monitor(input.name());
      default:
        return backend(input.name());
    }
  }

  private boolean traced(String file) {
    return run.traces().stream().anyMatch(trace -> trace.file().equals(file));
  }

  private FileClock trace(String file) {
    for (LoadedTrace trace : run.traces()) {
      if (trace.file().equals(file) && trace.placed()) {
        return FileClock.ahead(trace.offsetNs());
      }
    }
    return FileClock.none();
  }

  /** By the first record of the file that has a time: an opening, most often. */
  private FileClock traffic(String file) {
    SourceSpan first = null;
    long timeNs = -1;
    for (Connection connection : run.connections()) {
      if (!connection.file().equals(file)) {
        continue;
      }
      for (WireEvent event : connection.events()) {
        if (event.timeNs() >= 0 && isBefore(event.span(), first)) {
          first = event.span();
          timeNs = event.timeNs();
        }
      }
      for (SessionStep step : connection.session().steps()) {
        if (step.message().timeNs() >= 0) {
          if (isBefore(step.message().span(), first)) {
            first = step.message().span();
            timeNs = step.message().timeNs();
          }
          break;
        }
      }
    }
    return first == null ? FileClock.none() : FileClock.by(first, timeNs);
  }

  private static boolean isBefore(SourceSpan span, @Nullable SourceSpan other) {
    return other == null || span.offset() < other.offset();
  }

  private FileClock monitor(String file) {
    for (QmpMessage message : run.qmp()) {
      if (message.span().file().equals(file) && message.timeNs() >= 0) {
        return FileClock.by(message.span(), message.timeNs());
      }
    }
    return FileClock.none();
  }

  private FileClock backend(String file) {
    for (LoadedLog log : run.logs()) {
      if (log.file().equals(file) && log.clock() == ReadSummary.TimeBasis.WALL) {
        return FileClock.ahead(0);
      }
    }
    return FileClock.none();
  }
}
