// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import java.util.LinkedHashMap;
import java.util.Map;

/** Items of a lane that would be drawn on top of each other. */
final class Cluster {
  /** Where they are drawn. */
  record ClusterPosition(int lane, int to, Item.ItemKind kind, int pixel) {}

  private final ClusterPosition place;
  private final Map<ItemState, Integer> states = new LinkedHashMap<>();
  private final Item first;
  private Item last;
  private long end = Long.MIN_VALUE;
  private int size;

  /** A cluster that begins with an item, which is to be added like the others. */
  Cluster(ClusterPosition place, Item first) {
    this.place = place;
    this.first = first;
    this.last = first;
  }

  void add(Item item) {
    last = item;
    end = Math.max(end, item.end());
    states.merge(item.state(), 1, Integer::sum);
    size++;
  }

  int size() {
    return size;
  }

  Item first() {
    return first;
  }

  JsonObject tree() {
    JsonObject out = new JsonObject();
    out.addProperty("lane", place.lane());
    if (place.to() >= 0) {
      out.addProperty("to", place.to());
    }
    out.addProperty("kind", place.kind().label());
    out.add("begin", Trees.number(first.begin()));
    out.add("end", Trees.number(end));
    out.addProperty("count", size);
    JsonObject counts = new JsonObject();
    states.forEach((state, count) -> counts.addProperty(state.label(), count));
    out.add("states", counts);
    out.addProperty("first", first.id());
    out.addProperty("last", last.id());
    return out;
  }
}
