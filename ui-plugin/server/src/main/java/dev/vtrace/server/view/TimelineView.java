// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.export.TimelineJson;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.server.run.OpenRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The visible part of a timeline, in as much detail as its width can show. */
public final class TimelineView {
  /**
   * What is visible. Members that are null do not restrict it.
   *
   * @param from a time, as JSON has it
   * @param pixels width; 0 for every item
   * @param brief without the evidence and the links of items, which are most of it
   */
  public record Range(
      JsonElement from,
      JsonElement to,
      int pixels,
      List<Integer> lanes,
      List<String> kinds,
      List<String> states,
      boolean brief) {}

  private final Timeline timeline;
  private final Range range;

  /** Those that are asked for; null for all. */
  private final @Nullable NavigableSet<Integer> lanes;

  private final long from;
  private final long to;
  private final double left;
  private final double width;

  private TimelineView(Timeline timeline, Range range) {
    this.timeline = timeline;
    this.range = range;
    lanes = range.lanes() == null ? null : new TreeSet<>(range.lanes());
    from = Trees.time(range.from(), timeline.begin());
    to = Trees.time(range.to(), timeline.end());
    if (to < from) {
      throw new IllegalArgumentException("'to' lies before 'from'");
    }
    left = timeline.scale().at(from);
    width = Math.max(1e-12, timeline.scale().at(to) - left);
  }

  /**
   * A part of the timeline of a run.
   *
   * @throws IllegalArgumentException if the range makes no sense
   */
  public static JsonObject of(OpenRun run, Range range) {
    return new TimelineView(run.timeline(), range).tree(run);
  }

  /** Single items, in the order asked for. */
  public static JsonObject items(OpenRun run, List<Integer> ids) {
    List<Item> items = new ArrayList<>();
    for (int id : ids) {
      Item item = run.item(id);
      if (item == null) {
        throw new IllegalArgumentException("the timeline has no item " + id);
      }
      items.add(item);
    }
    JsonObject out = new JsonObject();
    out.add("items", tree(run, items).get("items"));
    return out;
  }

  private static JsonObject tree(OpenRun run, List<Item> items) {
    Timeline all = run.timeline();
    Timeline part =
        new Timeline(
            all.name(),
            all.timed(),
            all.begin(),
            all.end(),
            all.headline(),
            all.lanes(),
            items,
            all.scale(),
            all.downtimes());
    return Links.add(Trees.of(to -> TimelineJson.write(to, part)), run);
  }

  private JsonObject tree(OpenRun run) {
    List<Item> kept = new ArrayList<>();
    Map<Cluster.ClusterPosition, Cluster> clusters = new HashMap<>();
    List<Cluster> order = new ArrayList<>();
    for (Item item : timeline.items()) {
      if (!wanted(item)) {
        continue;
      }
      int pixel = range.pixels() <= 0 || !small(item) ? -1 : pixel(item.begin());
      if (pixel < 0) {
        kept.add(item);
        continue;
      }
      Cluster.ClusterPosition place =
          new Cluster.ClusterPosition(item.lane(), item.to(), item.kind(), pixel);
      Cluster cluster = clusters.get(place);
      if (cluster == null) {
        cluster = new Cluster(place, item);
        clusters.put(place, cluster);
        order.add(cluster);
      }
      cluster.add(item);
    }
    JsonArray merged = new JsonArray();
    for (Cluster cluster : order) {
      if (cluster.size() == 1) {
        kept.add(cluster.first());
      } else {
        merged.add(cluster.tree());
      }
    }
    kept.sort(Comparator.comparingInt(Item::id));
    if (range.brief()) {
      kept.replaceAll(Item::brief);
    }
    JsonObject out = tree(run, kept);
    out.addProperty("capture", run.id());
    JsonObject window = new JsonObject();
    window.add("from", Trees.number(from));
    window.add("to", Trees.number(to));
    out.add("window", window);
    out.addProperty("total", timeline.items().size());
    out.add("clusters", merged);
    return out;
  }

  private boolean wanted(Item item) {
    return item.end() >= from
        && item.begin() <= to
        && (lanes == null || lanes.contains(item.lane()) || touches(lanes, item))
        && (range.kinds() == null || range.kinds().contains(item.kind().label()))
        && (range.states() == null || range.states().contains(item.state().label()));
  }

  /** Whether an arrow or a band reaches one of the lanes. */
  private static boolean touches(NavigableSet<Integer> lanes, Item item) {
    if (item.isBand() && item.to() >= 0) {
      Integer lane = lanes.ceiling(Math.min(item.lane(), item.to()));
      return lane != null && lane <= Math.max(item.lane(), item.to());
    }
    return !item.isBand() && lanes.contains(item.to());
  }

  /** Whether it may be drawn together with others. */
  private boolean small(Item item) {
    switch (item.kind()) {
      case OPERATION:
      case MESSAGE:
      case SECTION:
        return pixel(item.end()) - pixel(item.begin()) < 1;
      case WINDOW:
      case RING:
        double share = timeline.scale().at(item.end()) - timeline.scale().at(item.begin());
        return share / width * range.pixels() < 1;
      default:
        return false;
    }
  }

  private int pixel(long time) {
    double share = (timeline.scale().at(time) - left) / width;
    return (int) Math.max(0, Math.min(range.pixels() - 1.0, Math.floor(share * range.pixels())));
  }
}
