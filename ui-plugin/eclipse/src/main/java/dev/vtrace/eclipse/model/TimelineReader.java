// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Segment;
import dev.vtrace.decoder.timeline.TimeScale;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.eclipse.server.ServerAnswers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes a timeline of the server's JSON, so that it is drawn as the pictures are. */
final class TimelineReader {
  private TimelineReader() {}

  static Timeline timeline(JsonObject json) {
    List<String> headline = new ArrayList<>();
    json.getAsJsonArray("headline").forEach(each -> headline.add(each.getAsString()));
    List<Lane> lanes = new ArrayList<>();
    for (JsonElement each : json.getAsJsonArray("lanes")) {
      lanes.add(lane(lanes.size(), each.getAsJsonObject()));
    }
    List<Segment> segments = new ArrayList<>();
    for (JsonElement each : json.getAsJsonArray("segments")) {
      JsonObject part = each.getAsJsonObject();
      double from = part.get("from").getAsDouble();
      segments.add(
          new Segment(time(part, "begin"), time(part, "end"), from, part.get("to").getAsDouble()));
    }
    List<Item> items = new ArrayList<>();
    for (JsonElement each : json.getAsJsonArray("items")) {
      items.add(item(each.getAsJsonObject()));
    }
    JsonArray clusters = json.getAsJsonArray("clusters");
    if (clusters != null) {
      clusters.forEach(each -> items.add(cluster(each.getAsJsonObject())));
    }
    return new Timeline(
        text(json, "name"),
        text(json, "clock").equals("time"),
        time(json, "begin"),
        time(json, "end"),
        headline,
        lanes,
        items,
        new TimeScale(segments),
        List.of());
  }

  private static Lane lane(int index, JsonObject json) {
    Lane.LaneKind kind =
        Arrays.stream(Lane.LaneKind.values())
            .filter(each -> each.label().equals(text(json, "kind")))
            .findFirst()
            .orElse(Lane.LaneKind.DEVICE);
    return new Lane(
        index,
        kind,
        text(json, "label"),
        text(json, "participant"),
        text(json, "device"),
        number(json, "queue"));
  }

  private static Item item(JsonObject json) {
    long begin = time(json, "begin");
    return new Item(
        number(json, "id"),
        kind(json),
        number(json, "lane"),
        number(json, "to"),
        begin,
        json.has("end") ? time(json, "end") : begin,
        !json.has("estimated"),
        text(json, "name"),
        state(text(json, "state")),
        text(json, "why"),
        number(json, "queue"),
        number(json, "within"),
        List.of(),
        List.of());
  }

  /** What the server merged, as its first item with the state that most of them have. */
  private static Item cluster(JsonObject json) {
    String state = "";
    int most = 0;
    for (var each : json.getAsJsonObject("states").entrySet()) {
      if (each.getValue().getAsInt() > most) {
        most = each.getValue().getAsInt();
        state = each.getKey();
      }
    }
    return new Item(
        number(json, "first"),
        kind(json),
        number(json, "lane"),
        number(json, "to"),
        time(json, "begin"),
        time(json, "begin"),
        true,
        number(json, "count") + " " + text(json, "kind") + "s",
        state(state),
        "",
        -1,
        -1,
        List.of(),
        List.of());
  }

  /** A state that only a later server knows is unknown here. */
  private static ItemState state(String word) {
    return ItemState.find(word).orElse(ItemState.UNKNOWN);
  }

  private static Item.ItemKind kind(JsonObject json) {
    String word = text(json, "kind");
    return Arrays.stream(Item.ItemKind.values())
        .filter(each -> each.label().equals(word))
        .findFirst()
        .orElse(Item.ItemKind.FINDING);
  }

  private static long time(JsonObject json, String name) {
    return ServerAnswers.nanoseconds(json.get(name));
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }

  private static int number(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null || value.isJsonNull() ? -1 : value.getAsInt();
  }
}
