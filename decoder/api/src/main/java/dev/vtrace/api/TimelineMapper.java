// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.GuestDowntime.DowntimePeriod;
import dev.vtrace.api.GuestDowntime.DowntimePhase;
import dev.vtrace.api.TimelineItem.TimelineItemKind;
import dev.vtrace.api.TimelineLane.TimelineLaneKind;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.run.LoadedLog;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Mark;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the {@link RunTimeline} and {@link GuestDowntime}s. */
final class TimelineMapper {
  private TimelineMapper() {}

  /**
   * The timeline of a run.
   *
   * @param checked is asked only where nothing but findings can be shown
   */
  static RunTimeline timeline(JoinedRun run, MemoizedAnswer.Question<CheckResult> checked)
      throws IOException {
    Migration migration = run.migration();
    List<Mark> marks = Timeline.empty(migration) ? marks(run, checked.ask()) : List.of();
    Timeline timeline = Timeline.of(migration, marks);
    return new RunTimeline(
        timeline.timed(),
        timeline.begin(),
        timeline.end(),
        timeline.headline(),
        timeline.lanes().stream().map(TimelineMapper::lane).toList(),
        timeline.items().stream().map(TimelineMapper::item).toList());
  }

  static List<GuestDowntime> downtimes(Migration migration) {
    return migration.downtimes().stream().map(TimelineMapper::downtime).toList();
  }

  private static List<Mark> marks(JoinedRun run, CheckResult result) {
    Set<String> backEnds =
        run.evidence().logs().stream().map(LoadedLog::file).collect(Collectors.toSet());
    return result.problems().stream()
        .filter(problem -> problem.severity() != Severity.INFO && !problem.places().isEmpty())
        .map(
            problem ->
                new Mark(
                    problem.timeNs(),
                    problem.code().code(),
                    backEnds.contains(problem.places().get(0).file()),
                    problem.severity() == Severity.ERROR,
                    problem.message(),
                    problem.places()))
        .toList();
  }

  private static TimelineLane lane(Lane lane) {
    return new TimelineLane(
        lane.index(),
        TimelineLaneKind.valueOf(lane.kind().name()),
        lane.label(),
        OptionalValues.text(lane.participant()),
        OptionalValues.text(lane.device()),
        OptionalValues.index(lane.queue()));
  }

  private static TimelineItem item(Item item) {
    return new TimelineItem(
        item.id(),
        TimelineItemKind.valueOf(item.kind().name()),
        item.lane(),
        OptionalValues.index(item.to()),
        item.begin(),
        item.end(),
        item.exact(),
        item.name(),
        OptionalValues.text(item.state()),
        OptionalValues.text(item.why()),
        OptionalValues.index(item.queue()),
        OptionalValues.index(item.within()),
        OptionalValues.places(item.evidence()),
        item.links());
  }

  private static GuestDowntime downtime(Downtime downtime) {
    return new GuestDowntime(
        downtime.attempt(),
        downtime.beginNs(),
        downtime.endNs(),
        downtime.begun(),
        downtime.ended(),
        OptionalValues.known(downtime.sourceNs()),
        downtime.told() == null
            ? OptionalLong.empty()
            : OptionalLong.of(downtime.told().downtimeMs()),
        downtime.spans().stream().map(TimelineMapper::period).toList());
  }

  private static DowntimePeriod period(Downtime.DowntimeSpan span) {
    return new DowntimePeriod(
        DowntimePhase.valueOf(span.part().name()),
        OptionalValues.text(span.participant()),
        OptionalValues.text(span.device()),
        OptionalValues.index(span.queue()),
        span.what(),
        span.beginNs(),
        span.endNs());
  }
}
