// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.vtrace.server.run.OpenRun;
import java.util.Map;

/** Adds to all evidence in a tree where a client finds it. */
final class Links {
  private Links() {}

  static <T extends JsonElement> T add(T tree, OpenRun run) {
    if (tree instanceof JsonArray array) {
      array.forEach(each -> add(each, run));
    } else if (tree instanceof JsonObject object) {
      if (object.has("file") && object.has("text")) {
        evidence(object, run);
      }
      for (Map.Entry<String, JsonElement> each : object.entrySet()) {
        add(each.getValue(), run);
      }
    }
    return tree;
  }

  private static void evidence(JsonObject evidence, OpenRun run) {
    String uri = run.documents().get(evidence.get("file").getAsString());
    if (uri == null) {
      return;
    }
    evidence.addProperty("uri", uri);
    if (evidence.has("line")) {
      evidence.add("position", position(evidence.get("line").getAsLong()));
    }
  }

  private static JsonObject position(long line) {
    JsonObject position = new JsonObject();
    position.addProperty("line", line - 1);
    position.addProperty("character", 0);
    return position;
  }
}
