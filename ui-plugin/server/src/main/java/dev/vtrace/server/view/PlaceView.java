// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.analysis.model.RingInterval;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What belongs to a place or to a time. */
public final class PlaceView {
  private PlaceView() {}

  /**
   * What a place is about.
   *
   * @param file null if the document is no evidence of the run
   * @param timeNs -1 if not known
   */
  public static JsonObject at(
      OpenRun run, @Nullable String file, long timeNs, List<Ref> refs, List<RingInterval> rings) {
    JsonObject out = new JsonObject();
    out.addProperty("capture", run.id());
    out.add("file", file == null ? JsonNull.INSTANCE : new com.google.gson.JsonPrimitive(file));
    out.add("time", Trees.time(timeNs));
    Set<Integer> items = new LinkedHashSet<>();
    JsonArray windows = new JsonArray();
    JsonArray operations = new JsonArray();
    JsonArray problems = new JsonArray();
    JsonArray descriptors = new JsonArray();
    for (Ref ref : refs) {
      ref.item().ifPresent(items::add);
      if (ref instanceof Ref.WindowRef window) {
        windows.add(window(window.window(), ref));
      } else if (ref instanceof Ref.OperationRef operation) {
        JsonObject each = window(operation.window(), ref);
        each.addProperty("operation", operation.index());
        operations.add(each);
      } else if (ref instanceof Ref.ProblemRef problem) {
        problems.add(problem.index());
      } else if (ref instanceof Ref.DescriptorRef descriptor) {
        descriptors.add(descriptor.index());
      }
    }
    JsonArray ids = new JsonArray();
    items.forEach(ids::add);
    out.add("items", ids);
    out.add("windows", windows);
    out.add("operations", operations);
    out.add("problems", problems);
    out.add("descriptors", descriptors);
    if (timeNs >= 0) {
      out.add("rings", rings(rings));
    }
    return out;
  }

  private static JsonObject window(String id, Ref ref) {
    JsonObject out = new JsonObject();
    out.addProperty("window", id);
    out.addProperty("item", ref.item().orElse(-1));
    return out;
  }

  private static JsonArray rings(List<RingInterval> rings) {
    JsonArray out = new JsonArray();
    for (RingInterval ring : rings) {
      JsonObject each = new JsonObject();
      each.addProperty("participant", ring.participant());
      each.addProperty("device", ring.device());
      each.addProperty("queue", ring.queue());
      each.addProperty("state", ring.state().label());
      out.add(each);
    }
    return out;
  }

  /** A time as JSON has it. */
  public static JsonElement time(long timeNs) {
    return Trees.time(timeNs);
  }

  /** A time in params. */
  public static long time(JsonElement value) {
    return Trees.time(value, -1);
  }

  /** What happens at a time: windows that are open, and the last thing that happened. */
  public static List<Ref> refs(OpenRun run, long timeNs) {
    Set<Ref> out = new LinkedHashSet<>();
    run.windows()
        .forEach(
            (id, window) -> {
              boolean open =
                  window.beginNs() >= 0 && window.beginNs() <= timeNs && timeNs <= window.endNs();
              if (open) {
                out.add(new Ref.WindowRef(id, run.itemOf(id)));
              }
            });
    Item last = null;
    for (Item item : run.timeline().items()) {
      boolean point =
          item.kind() == Item.ItemKind.OPERATION || item.kind() == Item.ItemKind.MESSAGE;
      last = point && item.begin() <= timeNs ? item : last;
    }
    if (last != null) {
      out.add(new Ref.ItemRef(last.id()));
    }
    return List.copyOf(out);
  }
}
