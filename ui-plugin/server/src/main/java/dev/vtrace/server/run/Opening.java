// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a capture and links what was found to the places that show it. */
final class Opening {
  private final Map<String, Window> windows = new LinkedHashMap<>();
  private final Map<String, Integer> items = new HashMap<>();
  private final PlaceIndex places = new PlaceIndex();
  private final Timeline timeline;

  private Opening(Timeline timeline) {
    this.timeline = timeline;
  }

  static OpenRun open(String id, OpenRun.OpenedFrom kind, Capture capture, KeptBound kept)
      throws IOException {
    LoadOptions options = LoadOptions.DEFAULT.keeping(kept);
    JoinedRun joined = Analysis.joined(RunLoader.load(capture, options));
    CheckedRun run = CheckedRun.of(joined);
    Migration migration = run.migration();
    CheckResult check = Checker.check(run);
    Timeline timeline = Timeline.of(migration, check);
    Opening opening = new Opening(timeline);
    opening.windows(migration);
    opening.places(migration, run, check);
    return new OpenRun(
        id,
        kind,
        capture,
        joined.evidence().files(),
        migration,
        run,
        check,
        timeline,
        opening.places,
        Map.copyOf(opening.windows),
        Map.copyOf(opening.items),
        documents(capture));
  }

  private static Map<String, String> documents(Capture capture) throws IOException {
    Map<String, String> out = new HashMap<>();
    for (Input input : capture.inputs()) {
      out.putIfAbsent(input.name(), FileKinds.document(input.path(), input.kind()));
    }
    return Map.copyOf(out);
  }

  /** Finds the items of windows and operations; the timeline numbers its items by time. */
  private void windows(Migration migration) {
    Map<Integer, List<Item>> within = new HashMap<>();
    Set<Item> free = new LinkedHashSet<>();
    for (Item item : timeline.items()) {
      if (item.kind() == Item.ItemKind.OPERATION) {
        within.computeIfAbsent(item.within(), w -> new ArrayList<>()).add(item);
      } else if (item.kind() == Item.ItemKind.WINDOW) {
        free.add(item);
      }
    }
    for (List<Window> list : List.of(migration.windows(), migration.around())) {
      for (Window window : list) {
        windows.put(window.id(), window);
        Item item = claim(free, window);
        if (item != null) {
          items.put(window.id(), item.id());
          operations(window, within.getOrDefault(item.id(), List.of()));
        }
      }
    }
  }

  private @Nullable Item claim(Set<Item> free, Window window) {
    for (Item item : free) {
      Lane lane = item.lane() < 0 ? null : timeline.lanes().get(item.lane());
      boolean same =
          item.name().equals(window.kind().label())
              && (lane == null || lane.participant().equals(window.participant()))
              && (lane == null || lane.device().isEmpty() || lane.device().equals(window.device()))
              && (!item.exact() || item.begin() == window.beginNs());
      if (same) {
        free.remove(item);
        return item;
      }
    }
    return null;
  }

  private void operations(Window window, List<Item> all) {
    List<Item> free = new ArrayList<>(all);
    for (int i = 0; i < window.operations().size(); i++) {
      Operation operation = window.operations().get(i);
      for (Item item : free) {
        if (item.name().equals(operation.name())
            && item.queue() == operation.queue()
            && item.state().label().equals(operation.verdict().label())
            && item.evidence().equals(operation.evidence())) {
          items.put(window.id() + "/" + i, item.id());
          free.remove(item);
          break;
        }
      }
    }
  }

  private OptionalInt item(String key) {
    Integer item = items.get(key);
    return item == null ? OptionalInt.empty() : OptionalInt.of(item);
  }

  private void places(Migration migration, CheckedRun run, CheckResult check) {
    WindowLines.of(migration, run)
        .forEach(
            (window, evidence) -> places.add(evidence, new Ref.WindowRef(window, item(window))));
    for (Window window : windows.values()) {
      for (int i = 0; i < window.operations().size(); i++) {
        Ref ref = new Ref.OperationRef(window.id(), i, item(window.id() + "/" + i));
        window.operations().get(i).evidence().forEach(evidence -> places.add(evidence, ref));
      }
    }
    for (Item item : timeline.items()) {
      boolean other = item.kind() != Item.ItemKind.OPERATION && item.kind() != Item.ItemKind.WINDOW;
      for (Evidence evidence : other ? item.evidence() : List.<Evidence>of()) {
        places.add(evidence, new Ref.ItemRef(item.id()));
      }
    }
    for (int i = 0; i < check.problems().size(); i++) {
      Problem problem = check.problems().get(i);
      Ref ref = new Ref.ProblemRef(i);
      problem.evidence().forEach(evidence -> places.add(evidence, ref));
    }
    for (Descriptor descriptor : migration.descriptors()) {
      Ref ref = new Ref.DescriptorRef(descriptor.index());
      descriptor.sightings().forEach(sighting -> places.add(sighting.evidence(), ref));
    }
  }
}
