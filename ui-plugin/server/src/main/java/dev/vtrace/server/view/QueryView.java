// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.server.run.OpenRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a query found, with the items of the timeline and the places in files that show it. */
public final class QueryView {
  /**
   * A step of the run at which the condition holds.
   *
   * @param kind in one word what it is
   * @param queue -1 for none
   * @param verdict of the operation, null where it is none
   * @param operation that it is, or null
   */
  public record FoundStep(
      String kind,
      String name,
      String text,
      int queue,
      @Nullable Verdict verdict,
      long timeNs,
      @Nullable Operation operation,
      Evidence evidence) {}

  /** A line, or an offset where there is none. */
  private record Spot(String file, long line, long offset) {
    static Spot of(Evidence evidence) {
      boolean line = evidence.line() >= 0;
      return new Spot(evidence.file(), evidence.line(), line ? -1 : evidence.offset());
    }
  }

  private final OpenRun run;
  private final Map<Spot, List<Item>> items = new HashMap<>();

  private QueryView(OpenRun run) {
    this.run = run;
    for (Item item : run.timeline().items()) {
      for (Evidence evidence : item.evidence()) {
        if (evidence.neighbour() == null) {
          items.computeIfAbsent(Spot.of(evidence), spot -> new ArrayList<>(1)).add(item);
        }
      }
    }
  }

  /**
   * The steps in their order, and all items that show one.
   *
   * @param total how many there are, more than {@code found} where not all are told
   */
  public static JsonObject of(OpenRun run, List<FoundStep> found, int total) {
    QueryView view = new QueryView(run);
    JsonObject out = new JsonObject();
    out.addProperty("capture", run.id());
    out.addProperty("total", total);
    JsonArray steps = new JsonArray();
    TreeSet<Integer> all = new TreeSet<>();
    for (FoundStep step : found) {
      List<Item> shown = view.shown(step);
      shown.forEach(item -> all.add(item.id()));
      steps.add(view.step(step, shown));
    }
    out.add("steps", steps);
    JsonArray ids = new JsonArray();
    all.forEach(ids::add);
    out.add("items", ids);
    return out;
  }

  private JsonObject step(FoundStep step, List<Item> shown) {
    JsonObject out = new JsonObject();
    out.addProperty("kind", step.kind());
    out.addProperty("name", step.name());
    out.addProperty("text", step.text());
    if (step.queue() >= 0) {
      out.addProperty("queue", step.queue());
    }
    if (step.verdict() != null) {
      out.addProperty("verdict", step.verdict().label());
    }
    out.add("time", Trees.time(step.timeNs()));
    if (!shown.isEmpty()) {
      out.addProperty("item", shown.get(0).id());
    }
    JsonObject evidence = new JsonObject();
    Evidence place = step.evidence();
    boolean line = place.line() >= 0;
    evidence.addProperty("file", place.file());
    evidence.addProperty(line ? "line" : "offset", line ? place.line() : place.offset());
    evidence.addProperty("text", place.text());
    out.add("evidence", Links.add(evidence, run));
    return out;
  }

  /** An operation is shown by its own item, not by others that the same line proves. */
  private List<Item> shown(FoundStep step) {
    List<Item> here = items.getOrDefault(Spot.of(step.evidence()), List.of());
    Operation operation = step.operation();
    if (operation == null) {
      return here;
    }
    List<Item> out = new ArrayList<>();
    for (Item item : here) {
      if (item.kind() == Item.ItemKind.OPERATION
          && item.name().equals(operation.name())
          && item.queue() == operation.queue()
          && item.evidence().equals(operation.evidence())) {
        out.add(item);
      }
    }
    return out;
  }

  /** What a condition may name, and values that some of the names have. */
  public static JsonObject names(
      OpenRun run, List<String> names, Map<String, List<String>> values) {
    JsonObject out = new JsonObject();
    out.addProperty("capture", run.id());
    out.add("names", array(names));
    JsonObject lists = new JsonObject();
    values.forEach((name, list) -> lists.add(name, array(list)));
    out.add("values", lists);
    return out;
  }

  private static JsonArray array(List<String> all) {
    JsonArray out = new JsonArray();
    all.forEach(out::add);
    return out;
  }
}
