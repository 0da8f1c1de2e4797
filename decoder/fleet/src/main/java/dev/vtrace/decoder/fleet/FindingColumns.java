// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static dev.vtrace.decoder.fleet.FleetColumn.known;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.fleet.FleetColumn.ColumnSource;
import dev.vtrace.decoder.fleet.FleetColumn.ColumnUnit;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of columns of the findings. */
final class FindingColumns {
  /**
   * What a row is made of.
   *
   * @param position in the order of 'vtrace check', first 1
   */
  record TabledProblem(SummarizedRun run, Problem problem, int position) {
    @Nullable Evidence firstEvidence() {
      return problem.evidence().isEmpty() ? null : problem.evidence().get(0);
    }
  }

  private static final List<ColumnSource<TabledProblem>> SOURCES =
      List.of(
          ColumnSource.text(MigrationColumns.CAPTURE, "the capture", f -> f.run().name()),
          ColumnSource.count(
              "position",
              "place in the order of 'vtrace check': worst first, causes before consequences",
              f -> (long) f.position()),
          ColumnSource.count(
              "migration",
              "number of the migration; none where that is not known",
              f -> f.problem().attempt() == 0 ? null : (Long) (long) f.problem().attempt()),
          ColumnSource.text("code", "which kind of finding it is", f -> f.problem().code().code()),
          ColumnSource.text(
              "severity", "error, warning or info", f -> f.problem().severity().label()),
          ColumnSource.text(
              "rank",
              "cause, fault, consequence and the like",
              f -> f.problem().rank().name().toLowerCase(Locale.ROOT)),
          ColumnSource.text(
              "follows",
              "code of the finding that it follows from",
              f -> {
                Problem cause = f.problem().follows();
                return cause == null ? null : cause.code().code();
              }),
          ColumnSource.text("path", "the device, queue or field", f -> known(f.problem().path())),
          ColumnSource.text("message", "one sentence", f -> f.problem().message()),
          ColumnSource.number(
              "time_ns",
              ColumnUnit.NANOSECONDS,
              "when, since the epoch",
              f -> known(f.problem().timeNs())),
          ColumnSource.text(
              "file",
              "file of the first place that shows it",
              f -> f.firstEvidence() == null ? null : known(f.firstEvidence().file())),
          ColumnSource.count(
              "line",
              "line there, first 1; none in a binary file",
              f -> f.firstEvidence() == null ? null : known(f.firstEvidence().line())),
          ColumnSource.number(
              "offset",
              ColumnUnit.BYTES,
              "place there, where there is no line",
              f ->
                  f.firstEvidence() == null || f.firstEvidence().line() >= 0
                      ? null
                      : known(f.firstEvidence().offset())));

  private FindingColumns() {}

  static List<FleetColumn> columns() {
    return SOURCES.stream().map(ColumnSource::column).toList();
  }

  static FleetRow row(TabledProblem found) {
    return FleetRow.of(FleetTable.FINDINGS, SOURCES, found);
  }
}
