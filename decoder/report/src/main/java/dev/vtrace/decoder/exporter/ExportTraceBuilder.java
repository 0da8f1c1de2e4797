// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.exporter.ExportEvent.EventShape;
import dev.vtrace.decoder.exporter.ExportEvent.ExportArgument;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.decoder.vhostuser.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the tracks and events of a run out of its timeline. */
final class ExportTraceBuilder {
  /** Places of evidence that an event names. */
  private static final int MOST_PLACES = 4;

  private final ExportedRun run;
  private final Timeline timeline;
  private final ExportTracks tracks;
  private final FlowFinder flows;
  private final List<ExportEvent> events = new ArrayList<>();
  private final Map<Integer, Integer> positions = new HashMap<>();

  ExportTraceBuilder(ExportedRun run) {
    this.run = run;
    this.timeline = run.timeline();
    this.tracks = new ExportTracks(timeline.lanes(), timeline.timed());
    this.flows = new FlowFinder(run);
  }

  ExportTrace build() {
    flows.find();
    timeline.items().forEach(this::item);
    flows.answers().forEach(this::reply);
    run.check().problems().forEach(this::problem);
    descriptors();
    events.sort(Comparator.comparingLong(ExportEvent::begin));
    long begin = events.isEmpty() ? 0 : events.get(0).begin();
    return new ExportTrace(
        Plain.text(timeline.name()), timeline.timed(), begin, tracks.tracks(), events);
  }

  private void item(Item item) {
    if (item.kind() == Item.ItemKind.FINDING) {
      // All problems are added below.
      return;
    }
    boolean instant =
        item.kind() == Item.ItemKind.OPERATION || item.kind() == Item.ItemKind.MESSAGE;
    int lane = Math.max(0, item.lane());
    boolean laid = lane < timeline.lanes().size();
    int track =
        instant || !laid
            ? tracks.of(lane)
            : tracks.row(timeline.lanes().get(lane), item.kind(), item.begin(), item.end());
    events.add(
        new ExportEvent(
            instant ? EventShape.INSTANT : EventShape.SLICE,
            track,
            item.begin(),
            Math.max(item.begin(), item.end()),
            name(item),
            item.kind().label(),
            arguments(item),
            flows.at(item.id()),
            0));
    if (item.kind() == Item.ItemKind.SECTION && laid && !item.evidence().isEmpty()) {
      int counter =
          positions.computeIfAbsent(
              lane, each -> tracks.counter(tracks.of(each), "position in the stream, bytes"));
      counter(counter, item.begin(), "position", item.evidence().get(0).offset());
    }
  }

  private void reply(FlowFinder.ReplyMark reply) {
    Item request = timeline.items().get(reply.request());
    Message message = reply.message();
    boolean known = timeline.timed() && message.timeNs() >= 0;
    long at = known ? Math.max(request.begin(), message.timeNs()) : request.begin();
    List<ExportArgument> out = new ArrayList<>();
    add(out, "state", "reply");
    places(out, List.of(Evidence.of(message.span(), message.name() + " reply")));
    events.add(
        new ExportEvent(
            EventShape.INSTANT,
            tracks.of(request.to()),
            at,
            at,
            message.name() + " reply",
            Item.ItemKind.MESSAGE.label(),
            List.copyOf(out),
            List.of(reply.flow()),
            0));
  }

  private static String name(Item item) {
    String name = Plain.text(item.name());
    return switch (item.kind()) {
      case RING -> item.state().label();
      case WINDOW ->
          item.state() == ItemState.ORDINARY ? name : name + " (" + item.state().label() + ")";
      default -> name;
    };
  }

  private List<ExportArgument> arguments(Item item) {
    List<ExportArgument> out = new ArrayList<>();
    add(out, item.kind() == Item.ItemKind.OPERATION ? "verdict" : "state", item.state().label());
    add(out, "why", item.why());
    if (item.queue() >= 0) {
      add(out, "queue", Integer.toString(item.queue()));
    }
    if (item.lane() >= 0 && item.lane() < timeline.lanes().size()) {
      Lane lane = timeline.lanes().get(item.lane());
      add(out, "device", lane.device());
    }
    if (!item.exact()) {
      add(out, "time", timeline.timed() ? "between known times" : "order only");
    }
    places(out, item.evidence());
    return List.copyOf(out);
  }

  private static void places(List<ExportArgument> out, List<Evidence> evidence) {
    for (int i = 0; i < evidence.size() && i < MOST_PLACES; i++) {
      add(out, "evidence." + i, evidence.get(i).location() + " " + evidence.get(i).shownText());
    }
  }

  private static void add(List<ExportArgument> out, String name, String value) {
    if (!value.isEmpty()) {
      out.add(new ExportArgument(name, Plain.text(value)));
    }
  }

  private void problem(Problem problem) {
    boolean known = timeline.timed() && problem.isTimed();
    long at = known ? problem.timeNs() : timeline.begin();
    List<ExportArgument> out = new ArrayList<>();
    add(out, "severity", problem.severity().label());
    add(out, "code", problem.code().code());
    add(out, "about", problem.path());
    add(out, "message", problem.message());
    add(out, "hint", problem.hint());
    if (!known) {
      add(out, "time", "not known");
    }
    places(out, problem.evidence());
    String name = problem.code().code() + " " + Plain.text(problem.message());
    events.add(
        new ExportEvent(
            EventShape.INSTANT,
            0,
            at,
            at,
            name,
            Item.ItemKind.FINDING.label(),
            List.copyOf(out),
            List.of(),
            0));
  }

  /** How many descriptors have passed, by what they travelled on. */
  private void descriptors() {
    Map<String, List<Long>> times = new TreeMap<>();
    for (Descriptor each : run.migration().descriptors()) {
      if (each.wireNs().isPresent() && timeline.timed()) {
        times
            .computeIfAbsent(each.channel().label(), channel -> new ArrayList<>())
            .add(each.wireNs().getAsLong());
      }
    }
    times.forEach(
        (channel, list) -> {
          int track = tracks.counter(0, "descriptors passed, " + channel);
          list.sort(Comparator.naturalOrder());
          for (int i = 0; i < list.size(); i++) {
            counter(track, list.get(i), "descriptors", i + 1);
          }
        });
  }

  private void counter(int track, long at, String name, long value) {
    events.add(
        new ExportEvent(
            EventShape.COUNTER, track, at, at, name, "counter", List.of(), List.of(), value));
  }
}
