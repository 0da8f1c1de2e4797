// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.view.Rings;
import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.vhostuser.RingMachine;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out what each step changes. */
final class StateBuilder {
  private final Migration migration;
  private final List<ReplayTrack> tracks;
  private final Map<Owner, TreeMap<String, ModelValue>> state = new HashMap<>();

  /** The rings of each device, as its QEMU sees them. */
  private final Map<Owner, Map<Integer, RingMachine>> machines = new HashMap<>();

  /** What each connection's messages have said so far, and whose device it serves. */
  private final Map<Integer, SessionState> said = new HashMap<>();

  private final Map<Integer, Owner> serves = new HashMap<>();
  private final Map<Integer, ReplayStep> inWindow = new HashMap<>();
  private final Map<String, List<String[]>> sightings = new HashMap<>();
  private List<Delta> deltas = List.of();

  StateBuilder(Migration migration, List<ReplayTrack> tracks) {
    this.migration = migration;
    this.tracks = tracks;
    for (Descriptor descriptor : migration.descriptors()) {
      String what = (descriptor.kind() + " " + descriptor.purpose()).trim();
      for (Descriptor.Sighting sighting : descriptor.sightings()) {
        String number =
            sighting.number().isEmpty() ? "" : ", number " + sighting.number().getAsInt();
        sightings
            .computeIfAbsent(sighting.evidence().location(), p -> new ArrayList<>())
            .add(
                new String[] {
                  "descriptor[" + descriptor.index() + "]",
                  what + ": " + sighting.kind().label() + number
                });
      }
    }
  }

  /** What a step changes; to be asked for each step in its order. */
  List<Delta> see(ReplayStep step) {
    deltas = new ArrayList<>();
    Owner process = new Owner(step.track(), "");
    boolean there = !(step.detail() instanceof Detail.AbsenceDetail);
    List<String[]> seen = sightings.getOrDefault(step.evidence().location(), List.of());
    for (String[] each : there ? seen : List.<String[]>of()) {
      put(process, each[0], ModelValue.of(each[1]));
    }
    if (step.detail() instanceof Detail.EventDetail event) {
      event(process, event.event());
    } else if (step.detail() instanceof Detail.MessageDetail message) {
      message(process, step, message);
    } else if (step.detail() instanceof Detail.SectionDetail part) {
      part(process, part);
    }
    if (tracks.get(step.track() - 1).kind() == ReplayTrack.TrackKind.QEMU) {
      window(step);
      ring(step);
    }
    return List.copyOf(deltas);
  }

  private void event(Owner process, TraceEvent event) {
    if (event.is(Event.RUN_STATE)) {
      record(process, "runstate", event.string("new_state_str"));
    } else if (event.is(Event.MIGRATION_STATE)) {
      record(process, "migration", event.string("new_state"));
    } else if (event.is(Event.VM_STATE) && event.number("running").isPresent()) {
      put(process, "running", ModelValue.of(event.number("running", 0) == 1));
    }
  }

  /** A line that is cut tells nothing. */
  private void record(Owner process, String path, String value) {
    if (!value.isEmpty()) {
      put(process, path, ModelValue.of(value));
    }
  }

  private void message(Owner connection, ReplayStep step, Detail.MessageDetail message) {
    if (step.window() != null) {
      Owner device = new Owner(trackOf(step.window().participant()), step.window().device());
      if (device.track() > 0 && !device.equals(serves.put(connection.track(), device))) {
        said.remove(connection.track());
      }
    }
    SessionState after = message.message().after();
    SessionState before = said.put(connection.track(), after);
    if (after == before) {
      return;
    }
    Owner device = serves.get(connection.track());
    String name = device == null ? onlyDevice() : device.device();
    Map<String, ModelValue> now = Model.connection(after, Model.word(name));
    Map<String, ModelValue> old =
        before == null ? Map.of() : Model.connection(before, Model.word(name));
    for (Owner owner : device == null ? List.of(connection) : List.of(connection, device)) {
      old.keySet().stream().filter(k -> !now.containsKey(k)).forEach(k -> put(owner, k, null));
      now.forEach((path, value) -> put(owner, path, value));
    }
    for (Vring ring : after.vrings()) {
      put(
          connection,
          Model.queue(ring.index(), "state"),
          ModelValue.of(ring.machine().state().label()));
    }
  }

  private void part(Owner stream, Detail.SectionDetail part) {
    put(stream, "position", ModelValue.of(part.section().offset() + part.section().length()));
    put(stream, "section", ModelValue.of(part.section().name()));
    StreamMark mark = migration.streams().get(part.stream());
    for (VhostDevice device : mark.devices()) {
      if (!device.section().equals(part.section().name())) {
        continue;
      }
      put(stream, "transfer", ModelValue.of(device.transfer()));
      put(stream, "descriptors", ModelValue.of(device.descriptors().size()));
      int track = trackOf(reader(mark));
      if (track > 0) {
        Owner owner = new Owner(track, device.section());
        Model.loaded(device).forEach((path, value) -> put(owner, path, value));
      }
    }
  }

  /** The QEMU that gets a stream, or an empty name. */
  private String reader(StreamMark mark) {
    for (Attempt attempt : migration.attempts()) {
      if (attempt.number() == mark.attempt() || migration.attempts().size() == 1) {
        return attempt.destination();
      }
    }
    return "";
  }

  private void window(ReplayStep step) {
    ReplayStep before = inWindow.get(step.track());
    Window was = before == null ? null : before.window();
    if (was == step.window()) {
      return;
    }
    if (was != null) {
      Owner owner = new Owner(step.track(), was.device());
      for (String path : List.of("window.kind", "window.phase")) {
        put(owner, path, null);
      }
    }
    Window now = step.window();
    if (now != null && now.kind().proper()) {
      Owner owner = new Owner(step.track(), now.device());
      put(owner, "window.kind", ModelValue.of(now.kind().label()));
      put(owner, "window.phase", ModelValue.of(now.phase().label()));
      put(owner, "transfer", ModelValue.of(now.transfer().label()));
    }
    inWindow.put(step.track(), step);
  }

  private void ring(ReplayStep step) {
    Window window = step.window();
    Operation operation = step.operation();
    if (window == null || operation == null || step.verdict() == null || step.queue() < 0) {
      return;
    }
    Owner owner = new Owner(step.track(), step.device());
    Map<Integer, RingMachine> rings = machines.computeIfAbsent(owner, o -> new HashMap<>());
    RingMachine before = rings.getOrDefault(step.queue(), RingMachine.FRESH);
    RingMachine after = Rings.after(before, window, operation);
    rings.put(step.queue(), after);
    if (Rings.shows(before, after, operation)) {
      put(owner, Model.queue(step.queue(), "state"), ModelValue.of(after.state().label()));
    }
  }

  private void put(Owner owner, String path, @Nullable ModelValue value) {
    TreeMap<String, ModelValue> cells = state.computeIfAbsent(owner, o -> new TreeMap<>());
    ModelValue before = value == null ? cells.remove(path) : cells.put(path, value);
    if (!Objects.equals(before, value)) {
      deltas.add(new Delta(owner, path, before, value));
    }
  }

  private int trackOf(String participant) {
    for (ReplayTrack track : tracks) {
      if (track.kind() == ReplayTrack.TrackKind.QEMU && track.participant().equals(participant)) {
        return track.id();
      }
    }
    return 0;
  }

  private String onlyDevice() {
    List<Device> devices = migration.devices();
    return devices.isEmpty() ? "" : devices.get(0).name();
  }
}
