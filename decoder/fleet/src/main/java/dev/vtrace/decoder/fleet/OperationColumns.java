// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static dev.vtrace.decoder.fleet.FleetColumn.known;

import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.fleet.FleetColumn.Source;
import java.util.List;

/** The table of columns of the operations. */
final class OperationColumns {
  private record Done(SummarizedRun run, Window window, Operation operation) {}

  private static final List<Source<Done>> SOURCES =
      List.of(
          Source.text(MigrationColumns.CAPTURE, "the capture", f -> f.run().name()),
          Source.text(
              "window", "the start or stop, as 'vtrace skips' names it", f -> f.window().id()),
          Source.count(
              "migration",
              "number of the migration; none for a window of none",
              f -> f.window().attempt() == 0 ? null : (Long) (long) f.window().attempt()),
          Source.text("role", "source, destination or backend", f -> f.window().role().label()),
          Source.text("participant", "the process", f -> known(f.window().participant())),
          Source.text("device", "the device", f -> known(f.window().device())),
          Source.text("kind", "start or stop", f -> f.window().kind().label()),
          Source.text("phase", "ordinary, switchover or rollback", f -> f.window().phase().label()),
          Source.text(
              "transfer",
              "whether the back-end was handed over in it: yes, no or unknown",
              f -> f.window().transfer().label()),
          Source.number(
              "begin_ns",
              "ns",
              "begin of the window, since the epoch",
              f -> known(f.window().beginNs())),
          Source.number(
              "end_ns", "ns", "end of the window, since the epoch", f -> known(f.window().endNs())),
          Source.text(
              "operation",
              "the vhost-user request, or a lower-case name for what has no message",
              f -> f.operation().name()),
          Source.count(
              "queue", "the queue; none for the device", f -> known(f.operation().queue())),
          Source.text("step", "part of the window", f -> f.operation().step().label()),
          Source.text(
              "verdict",
              "executed, skipped, not-due, failed, violation or unknown",
              f -> f.operation().verdict().label()),
          Source.text("basis", "observed or inferred", f -> f.operation().basis().label()),
          Source.text("reason", "code of the reason", f -> f.operation().reason().code()),
          Source.text(
              "evidence",
              "the first place that shows it",
              f ->
                  f.operation().evidence().isEmpty()
                      ? null
                      : f.operation().evidence().get(0).location()));

  private OperationColumns() {}

  static List<FleetColumn> columns() {
    return SOURCES.stream().map(Source::column).toList();
  }

  static FleetRow row(SummarizedRun run, Window window, Operation operation) {
    return FleetRow.of(FleetTable.OPERATIONS, SOURCES, new Done(run, window, operation));
  }
}
