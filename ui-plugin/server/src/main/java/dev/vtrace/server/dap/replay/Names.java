// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.trace.event.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the names of an expression stand for: first what the step itself says ({@code event}, {@code
 * queue}, {@code verdict}, {@code arg.fd}), then the state of its device and of its process; after
 * {@code source.}, {@code destination.} and {@code backend.} the state of these.
 */
public final class Names {
  private final MigrationReplay replay;
  private final ReplayCursor cursor;
  private final ReplayStep step;

  /** Names as a step sees them; the state is that of the cursor. */
  public Names(MigrationReplay replay, ReplayCursor cursor, ReplayStep step) {
    this.replay = replay;
    this.cursor = cursor;
    this.step = step;
  }

  /** Where a path leads in the state. */
  public record StatePlace(Owner owner, String path) {}

  /** The value of a path, or null. */
  public @Nullable ModelValue value(String path) {
    ModelValue said = said(path);
    if (said != null) {
      return said;
    }
    StatePlace place = resolve(path);
    return place == null ? null : cursor.cells(place.owner()).get(place.path());
  }

  /** The place of a value or of a structure, or null where there is none now. */
  public @Nullable StatePlace resolve(String path) {
    int dot = path.indexOf('.');
    ReplayTrack track = dot < 0 ? null : track(path.substring(0, dot));
    String rest = track == null ? path : path.substring(dot + 1);
    for (Owner owner : owners(track == null ? step.track() : track.id())) {
      if (holds(owner, rest)) {
        return new StatePlace(owner, rest);
      }
    }
    return null;
  }

  /** Paths that stand for something now, for completions. */
  public List<String> known() {
    TreeSet<String> out = new TreeSet<>();
    step().forEach((name, datum) -> out.add(name));
    for (Owner owner : owners(step.track())) {
      out.addAll(cursor.cells(owner).keySet());
    }
    for (ReplayTrack track : replay.tracks()) {
      for (Owner owner : owners(track.id())) {
        cursor.cells(owner).keySet().forEach(path -> out.add(track.alias() + "." + path));
      }
    }
    return new ArrayList<>(out);
  }

  private @Nullable ReplayTrack track(String name) {
    for (ReplayTrack track : replay.tracks()) {
      if (track.alias().equals(name) || track.participant().equals(name)) {
        return track;
      }
    }
    return null;
  }

  /** The device of the step first, then the others of its process, then the process. */
  private List<Owner> owners(int track) {
    List<Owner> out = new ArrayList<>();
    if (track == step.track() && !step.device().isEmpty()) {
      out.add(new Owner(track, step.device()));
    }
    for (Owner owner : cursor.owners(track)) {
      if (!out.contains(owner)) {
        out.add(owner);
      }
    }
    return out;
  }

  private boolean holds(Owner owner, String path) {
    SortedMap<String, ModelValue> cells = cursor.cells(owner);
    if (cells.containsKey(path)) {
      return true;
    }
    for (String next : List.of(path + ".", path + "[")) {
      SortedMap<String, ModelValue> tail = cells.tailMap(next);
      if (!tail.isEmpty() && tail.firstKey().startsWith(next)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable ModelValue said(String path) {
    if (path.startsWith("arg.") && step.detail() instanceof Detail.EventDetail event) {
      return argument(event.event().arguments(), path.substring("arg.".length()));
    }
    if (path.startsWith("message.") && step.detail() instanceof Detail.MessageDetail message) {
      var field = message.message().decoded().field(path.substring("message.".length()));
      return field instanceof dev.vtrace.decoder.vhostuser.MessageField.NumberField word
          ? ModelValue.hex(word.value())
          : field == null ? null : ModelValue.of(field.text());
    }
    // Whatever a step is, people call it an event.
    return step().get(path.equals("event") ? "name" : path);
  }

  private static @Nullable ModelValue argument(Arguments arguments, String name) {
    int at = arguments.index(name);
    if (at < 0) {
      return null;
    }
    return arguments.isText(at)
        ? ModelValue.of(arguments.text(at))
        : ModelValue.of(arguments.number(at));
  }

  /** What the step says of itself. */
  public Map<String, ModelValue> step() {
    Map<String, ModelValue> out = new LinkedHashMap<>();
    out.put("step", ModelValue.of(step.index()));
    out.put("kind", ModelValue.of(step.kind().label()));
    out.put("name", ModelValue.of(step.name()));
    if (!step.canonical().equals(step.name())) {
      out.put("canonical", ModelValue.of(step.canonical()));
    }
    out.put("thread", ModelValue.of(replay.track(step).name()));
    if (step.timeNs() >= 0) {
      out.put("time", ModelValue.of(TimeWords.clock(step.timeNs())));
      out.put("time_ns", ModelValue.of(step.timeNs()));
    }
    if (!step.device().isEmpty()) {
      out.put("device", ModelValue.of(step.device()));
    }
    if (step.queue() >= 0) {
      out.put("queue", ModelValue.of(step.queue()));
    }
    Operation operation = step.operation();
    if (operation != null) {
      out.put("operation", ModelValue.of(operation.name()));
    }
    if (operation != null && step.verdict() != null) {
      out.put("verdict", ModelValue.of(step.verdict().label()));
      out.put("why", ModelValue.of(operation.why()));
    }
    out.put("text", ModelValue.of(step.text()));
    out.put("file", ModelValue.of(step.evidence().file()));
    boolean line = step.evidence().line() >= 0;
    out.put(
        line ? "line" : "offset",
        ModelValue.of(line ? step.evidence().line() : step.evidence().offset()));
    return out;
  }
}
