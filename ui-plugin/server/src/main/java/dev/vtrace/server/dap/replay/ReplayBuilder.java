// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.LoadedStream;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.decoder.trace.event.EventUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts all evidence of a run into one order. */
final class ReplayBuilder {
  private final Capture capture;
  private final KeptBound kept;
  private final Consumer<String> phases;
  private final List<TrackBuilder> lanes = new ArrayList<>();
  private final Map<String, TrackBuilder> people = new LinkedHashMap<>();
  private final List<TrackBuilder> wires = new ArrayList<>();
  private final List<TrackBuilder> streams = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private JoinedRun joined;

  @SuppressWarnings("NullAway.Init")
  private Migration migration;

  ReplayBuilder(Capture capture, KeptBound kept, Consumer<String> phases) {
    this.capture = capture;
    this.kept = kept;
    this.phases = phases;
  }

  MigrationReplay build() throws IOException {
    phases.accept("traces");
    // Steps are made of more than the ledger needs, and are kept for as long as the replay is.
    LoadOptions all =
        LoadOptions.DEFAULT
            .alsoEvents(EventUser.names(EventUser.DEBUGGER))
            .allSections()
            .keeping(kept);
    LoadedRun loaded = RunLoader.load(capture, all);
    phases.accept("messages");
    joined = Analysis.joined(loaded);
    migration = joined.migration();
    CheckedRun run = CheckedRun.of(joined);
    phases.accept("events");
    for (Participant participant : migration.participants()) {
      if (participant.role() != Role.BACKEND) {
        qemu(participant);
      }
    }
    phases.accept("stream");
    List<Input> inputs = capture.with(InputRole.STREAM);
    for (int i = 0; i < inputs.size() && i < migration.streams().size(); i++) {
      streams.add(lane(ReplayTrack.TrackKind.STREAM, inputs.get(i).name(), "stream"));
    }
    for (Connection connection : run.connections()) {
      TrackBuilder lane = lane(ReplayTrack.TrackKind.BACKEND, connection.label(), "backend");
      WireSteps.add(connection, lane);
      wires.add(lane);
    }
    new OperationSteps(people, wires).add(migration);
    Timeline timeline = Timeline.of(migration);
    for (int i = 0; i < streams.size(); i++) {
      StreamMark mark = migration.streams().get(i);
      Attempt attempt = attempt(mark);
      TrackBuilder to = attempt == null ? null : people.get(attempt.destination());
      TrackBuilder from = attempt == null ? null : people.get(attempt.source());
      LoadedStream stream = loaded.streams().get(i);
      new StreamSteps(timeline, mark, to, from).add(stream, i, streams.get(i));
    }
    if (lanes.stream().allMatch(each -> each.steps.isEmpty())) {
      TrackBuilder lane = lane(ReplayTrack.TrackKind.MONITOR, "QMP", "monitor");
      MonitorSteps.add(run.qmp(), lane);
      lane.monotone(-1);
    }
    times();
    List<ReplayTrack> tracks = lanes.stream().map(lane -> lane.track).toList();
    List<ReplayStep> steps = merge();
    if (steps.isEmpty()) {
      throw new IOException("it has nothing to step through");
    }
    phases.accept("states");
    StateBuilder state = new StateBuilder(migration, tracks);
    List<List<Delta>> deltas = steps.stream().map(state::see).toList();
    phases.accept("rules");
    return new MigrationReplay(
        capture,
        migration,
        timeline,
        tracks,
        steps,
        deltas,
        ProblemSteps.of(Checker.check(run), steps),
        inputs);
  }

  private void qemu(Participant participant) {
    String role = participant.role() == Role.OTHER ? "" : participant.role().label();
    boolean both = !role.isEmpty() && !participant.name().isEmpty();
    String name =
        both && !role.equals(participant.name())
            ? role + " (" + participant.name() + ")"
            : role.isEmpty() ? participant.name() : role;
    ReplayTrack track =
        new ReplayTrack(
            lanes.size() + 1,
            ReplayTrack.TrackKind.QEMU,
            name.isEmpty() ? "QEMU" : name,
            participant.name(),
            role.isEmpty() ? participant.name() : role);
    TrackBuilder lane = new TrackBuilder(track);
    lanes.add(lane);
    people.put(participant.name(), lane);
    LoadedTrace trace = joined.evidence().trace(participant.name());
    if (trace != null) {
      TraceSteps.add(trace, lane);
    }
  }

  private TrackBuilder lane(ReplayTrack.TrackKind kind, String label, String alias) {
    long same = lanes.stream().filter(lane -> lane.track.kind() == kind).count();
    String prefix = kind == ReplayTrack.TrackKind.BACKEND ? "back-end " : "stream ";
    String name = kind == ReplayTrack.TrackKind.MONITOR ? label : prefix + label;
    String called = same == 0 ? alias : alias + (same + 1);
    TrackBuilder lane =
        new TrackBuilder(new ReplayTrack(lanes.size() + 1, kind, name, label, called));
    lanes.add(lane);
    return lane;
  }

  private @Nullable Attempt attempt(StreamMark mark) {
    for (Attempt attempt : migration.attempts()) {
      if (attempt.number() == mark.attempt() || migration.attempts().size() == 1) {
        return attempt;
      }
    }
    return null;
  }

  /** What has no time is placed by those that have: first the source, then who follows it. */
  private void times() {
    long first = Long.MAX_VALUE;
    for (TrackBuilder lane : lanes) {
      for (StepBuilder step : lane.steps) {
        first = step.timeNs < 0 ? first : Math.min(first, step.timeNs);
      }
    }
    long last = first == Long.MAX_VALUE ? -1 : first;
    for (TrackBuilder lane : people.values()) {
      lane.monotone(last);
      last = lane.steps.isEmpty() ? last : lane.steps.get(lane.steps.size() - 1).timeNs;
    }
    long begin = first == Long.MAX_VALUE ? -1 : first;
    wires.forEach(lane -> lane.monotone(begin));
    streams.forEach(lane -> lane.monotone(begin));
  }

  private List<ReplayStep> merge() {
    record TrackHead(TrackBuilder lane, int at) {
      StepBuilder draft() {
        return lane.steps.get(at);
      }
    }
    PriorityQueue<TrackHead> heads =
        new PriorityQueue<>(
            Comparator.comparingLong((TrackHead head) -> head.draft().timeNs)
                .thenComparingInt(head -> head.lane().track.id()));
    for (TrackBuilder lane : lanes) {
      if (!lane.steps.isEmpty()) {
        heads.add(new TrackHead(lane, 0));
      }
    }
    List<ReplayStep> out = new ArrayList<>();
    while (!heads.isEmpty()) {
      TrackHead head = heads.poll();
      out.add(head.draft().step(out.size(), head.lane().track.id()));
      if (head.at() + 1 < head.lane().steps.size()) {
        heads.add(new TrackHead(head.lane(), head.at() + 1));
      }
    }
    return List.copyOf(out);
  }
}
