// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.server.view.PlaceView;
import org.eclipse.lsp4j.debug.Source;

/** Where a step is in time and in the timeline, as PROTOCOL.md has it. */
final class Position {
  private Position() {}

  static JsonObject of(DebugSession session, ReplayStep step) {
    JsonObject out = new JsonObject();
    out.addProperty("threadId", step.track());
    if (step.timeNs() >= 0) {
      out.add("time", PlaceView.time(step.timeNs()));
    }
    out.add("items", items(session.replay, step));
    out.add("evidence", evidence(session, step.evidence()));
    return out;
  }

  private static JsonArray items(MigrationReplay replay, ReplayStep step) {
    JsonArray out = new JsonArray();
    for (Item item : replay.timeline().items()) {
      if (shows(item, step)) {
        out.add(item.id());
      }
    }
    return out;
  }

  /** An operation is shown by its own item, not by the others that are proved by the same line. */
  private static boolean shows(Item item, ReplayStep step) {
    Operation operation = step.operation();
    if (item.kind() == Item.ItemKind.OPERATION && operation != null) {
      return item.name().equals(operation.name())
          && item.queue() == operation.queue()
          && item.evidence().equals(operation.evidence());
    }
    return item.evidence().stream().anyMatch(each -> same(each, step.evidence()));
  }

  private static boolean same(Evidence one, Evidence other) {
    return one.line() == other.line()
        && (one.line() >= 0 || one.offset() == other.offset())
        && one.file().equals(other.file());
  }

  private static JsonObject evidence(DebugSession session, Evidence evidence) {
    JsonObject out = new JsonObject();
    out.addProperty("file", evidence.file());
    boolean line = evidence.line() >= 0;
    out.addProperty(line ? "line" : "offset", line ? evidence.line() : evidence.offset());
    out.addProperty("text", evidence.text());
    Source source = session.sources.source(evidence);
    if (source != null && source.getPath() != null) {
      out.addProperty("path", source.getPath());
    }
    return out;
  }

  /** The time that a client names. */
  static long time(JsonObject asked) {
    try {
      long time = asked == null ? -1 : PlaceView.time(asked.get("time"));
      if (time >= 0) {
        return time;
      }
    } catch (NumberFormatException e) {
      throw new DebugRefusal(String.valueOf(e.getMessage()));
    }
    throw new DebugRefusal("no time given; give time, in nanoseconds since the epoch");
  }

  /** The step that is nearest to a time. */
  static int nearest(MigrationReplay replay, long timeNs) {
    int best = -1;
    long distance = Long.MAX_VALUE;
    for (ReplayStep step : replay.steps()) {
      long away = Math.abs(step.timeNs() - timeNs);
      if (step.timeNs() >= 0 && away < distance) {
        best = step.index();
        distance = away;
      }
    }
    if (best < 0) {
      throw new DebugRefusal("no step of this recording has a time");
    }
    return best;
  }
}
