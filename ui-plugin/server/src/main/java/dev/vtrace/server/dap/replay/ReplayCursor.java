// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.condition.ModelValue;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A position in a replay with the state there. One step either way costs what the step changes; a
 * jump begins at the nearest snapshot. Not for use by several threads at once.
 */
public final class ReplayCursor {
  /** So many changes lie between two snapshots. */
  private static final int SPACING = 2048;

  /** The state after a step; owners that did not change since the last one share their maps. */
  private record Snapshot(int position, Map<Owner, TreeMap<String, ModelValue>> state) {}

  private final MigrationReplay replay;
  private final TreeMap<Integer, Snapshot> snapshots = new TreeMap<>();
  private Map<Owner, TreeMap<String, ModelValue>> state = new HashMap<>();
  private int position = -1;

  /** A cursor before the first step. */
  public ReplayCursor(MigrationReplay replay) {
    this.replay = replay;
    snapshots.put(-1, new Snapshot(-1, Map.of()));
    int changes = 0;
    Map<Owner, Boolean> changed = new HashMap<>();
    for (int i = 0; i < replay.steps().size(); i++) {
      List<Delta> deltas = replay.deltas().get(i);
      apply(deltas);
      deltas.forEach(delta -> changed.put(delta.owner(), true));
      changes += deltas.size();
      if (changes >= SPACING) {
        snapshots.put(i, snapshot(i, changed));
        changes = 0;
        changed.clear();
      }
    }
    state = new HashMap<>();
  }

  private Snapshot snapshot(int at, Map<Owner, Boolean> changed) {
    Map<Owner, TreeMap<String, ModelValue>> last = snapshots.lastEntry().getValue().state();
    Map<Owner, TreeMap<String, ModelValue>> copy = new HashMap<>();
    state.forEach(
        (owner, cells) ->
            copy.put(
                owner,
                changed.containsKey(owner) || !last.containsKey(owner)
                    ? new TreeMap<>(cells)
                    : last.get(owner)));
    return new Snapshot(at, copy);
  }

  /** The step that has happened last; -1 before the first one. */
  public int position() {
    return position;
  }

  /** Goes to a position: -1 to the number of the last step. */
  public void moveTo(int to) {
    if (to < -1 || to >= replay.steps().size()) {
      throw new IndexOutOfBoundsException("step " + to);
    }
    Snapshot near = snapshots.floorEntry(to).getValue();
    if (Math.abs(to - position) > to - near.position()) {
      state = new HashMap<>();
      near.state().forEach((owner, cells) -> state.put(owner, new TreeMap<>(cells)));
      position = near.position();
    }
    while (position < to) {
      apply(replay.deltas().get(++position));
    }
    while (position > to) {
      undo(replay.deltas().get(position--));
    }
  }

  private void apply(List<Delta> deltas) {
    for (Delta delta : deltas) {
      set(delta, delta.after());
    }
  }

  private void undo(List<Delta> deltas) {
    for (int i = deltas.size() - 1; i >= 0; i--) {
      set(deltas.get(i), deltas.get(i).before());
    }
  }

  private void set(Delta delta, @Nullable ModelValue value) {
    TreeMap<String, ModelValue> cells = state.computeIfAbsent(delta.owner(), o -> new TreeMap<>());
    if (value != null) {
      cells.put(delta.path(), value);
    } else {
      cells.remove(delta.path());
      if (cells.isEmpty()) {
        state.remove(delta.owner());
      }
    }
  }

  /** All values of an owner by their paths; not to be kept beyond the next move. */
  public SortedMap<String, ModelValue> cells(Owner owner) {
    return Collections.unmodifiableSortedMap(state.getOrDefault(owner, new TreeMap<>()));
  }

  /** Those of a track that have a state now: its devices, then the process itself. */
  public List<Owner> owners(int track) {
    return state.keySet().stream()
        .filter(owner -> owner.track() == track)
        .sorted(
            Comparator.comparing((Owner owner) -> owner.device().isEmpty())
                .thenComparing(Owner::device))
        .toList();
  }

  /** All values of all owners; a copy. */
  public Map<Owner, Map<String, ModelValue>> everything() {
    Map<Owner, Map<String, ModelValue>> out = new HashMap<>();
    state.forEach((owner, cells) -> out.put(owner, Map.copyOf(cells)));
    return out;
  }
}
