// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static dev.vtrace.decoder.fleet.FleetColumn.known;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.fleet.FleetColumn.Source;
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
  record Found(SummarizedRun run, Problem problem, int position) {
    @Nullable Evidence place() {
      return problem.places().isEmpty() ? null : problem.places().get(0);
    }
  }

  private static final List<Source<Found>> SOURCES =
      List.of(
          Source.text(MigrationColumns.CAPTURE, "the capture", f -> f.run().name()),
          Source.count(
              "position",
              "place in the order of 'vtrace check': worst first, causes before consequences",
              f -> (long) f.position()),
          Source.count(
              "migration",
              "number of the migration; none where that is not known",
              f -> f.problem().attempt() == 0 ? null : (Long) (long) f.problem().attempt()),
          Source.text("code", "which kind of finding it is", f -> f.problem().code().code()),
          Source.text("severity", "error, warning or info", f -> f.problem().severity().label()),
          Source.text(
              "rank",
              "cause, fault, consequence and the like",
              f -> f.problem().rank().name().toLowerCase(Locale.ROOT)),
          Source.text(
              "follows",
              "code of the finding that it follows from",
              f -> {
                Problem cause = f.problem().follows();
                return cause == null ? null : cause.code().code();
              }),
          Source.text("path", "the device, queue or field", f -> known(f.problem().path())),
          Source.text("message", "one sentence", f -> f.problem().message()),
          Source.number("time_ns", "ns", "when, since the epoch", f -> known(f.problem().timeNs())),
          Source.text(
              "file",
              "file of the first place that shows it",
              f -> f.place() == null ? null : known(f.place().file())),
          Source.count(
              "line",
              "line there, first 1; none in a binary file",
              f -> f.place() == null ? null : known(f.place().line())),
          Source.number(
              "offset",
              "bytes",
              "place there, where there is no line",
              f -> f.place() == null || f.place().line() >= 0 ? null : known(f.place().offset())));

  private FindingColumns() {}

  static List<FleetColumn> columns() {
    return SOURCES.stream().map(Source::column).toList();
  }

  static FleetRow row(Found found) {
    return FleetRow.of(FleetTable.FINDINGS, SOURCES, found);
  }
}
