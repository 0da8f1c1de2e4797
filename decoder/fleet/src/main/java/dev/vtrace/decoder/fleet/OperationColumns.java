// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static dev.vtrace.decoder.fleet.FleetColumn.known;

import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.fleet.FleetColumn.ColumnSource;
import dev.vtrace.decoder.fleet.FleetColumn.ColumnUnit;
import java.util.List;

/** The table of columns of the operations. */
final class OperationColumns {
  private record TabledOperation(SummarizedRun run, Window window, Operation operation) {}

  private static final List<ColumnSource<TabledOperation>> SOURCES =
      List.of(
          ColumnSource.text(MigrationColumns.CAPTURE, "the capture", f -> f.run().name()),
          ColumnSource.text(
              "window", "the start or stop, as 'vtrace skips' names it", f -> f.window().id()),
          ColumnSource.count(
              "migration",
              "number of the migration; none for a window of none",
              f -> f.window().attempt() == 0 ? null : (Long) (long) f.window().attempt()),
          ColumnSource.text(
              "role", "source, destination or backend", f -> f.window().role().label()),
          ColumnSource.text("participant", "the process", f -> known(f.window().participant())),
          ColumnSource.text("device", "the device", f -> known(f.window().device())),
          ColumnSource.text("kind", "start or stop", f -> f.window().kind().label()),
          ColumnSource.text(
              "phase", "ordinary, switchover or rollback", f -> f.window().phase().label()),
          ColumnSource.text(
              "transfer",
              "whether the back-end was handed over in it: yes, no or unknown",
              f -> f.window().transfer().label()),
          ColumnSource.number(
              "begin_ns",
              ColumnUnit.NANOSECONDS,
              "begin of the window, since the epoch",
              f -> known(f.window().beginNs())),
          ColumnSource.number(
              "end_ns",
              ColumnUnit.NANOSECONDS,
              "end of the window, since the epoch",
              f -> known(f.window().endNs())),
          ColumnSource.text(
              "operation",
              "the vhost-user request, or a lower-case name for what has no message",
              f -> f.operation().name()),
          ColumnSource.count(
              "queue", "the queue; none for the device", f -> known(f.operation().queue())),
          ColumnSource.text("step", "part of the window", f -> f.operation().step().label()),
          ColumnSource.text(
              "verdict",
              "executed, skipped, not-due, failed, violation or unknown",
              f -> f.operation().verdict().label()),
          ColumnSource.text("basis", "observed or inferred", f -> f.operation().basis().label()),
          ColumnSource.text("reason", "code of the reason", f -> f.operation().reason().code()),
          ColumnSource.text(
              "evidence",
              "the first place that shows it",
              f ->
                  f.operation().evidence().isEmpty()
                      ? null
                      : f.operation().evidence().get(0).location()));

  private OperationColumns() {}

  static List<FleetColumn> columns() {
    return SOURCES.stream().map(ColumnSource::column).toList();
  }

  static FleetRow row(SummarizedRun run, Window window, Operation operation) {
    return FleetRow.of(FleetTable.OPERATIONS, SOURCES, new TabledOperation(run, window, operation));
  }
}
