// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.GuestDowntime.DowntimePeriod;
import dev.vtrace.api.GuestDowntime.DowntimePhase;
import dev.vtrace.api.TimelineItem.TimelineItemKind;
import dev.vtrace.api.TimelineLane.TimelineLaneKind;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.List;
import java.util.OptionalLong;

/** Makes the {@link RunTimeline} and {@link GuestDowntime}s. */
final class TimelineMapper {
  private TimelineMapper() {}

  /** The timeline of a run, with what was found in it. */
  static RunTimeline timeline(Migration migration, CheckResult checked) {
    Timeline timeline = Timeline.of(migration, checked);
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
        OptionalValues.text(item.state().label()),
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
        downtime.sourceNs(),
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
