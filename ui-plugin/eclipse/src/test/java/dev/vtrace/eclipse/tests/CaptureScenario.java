// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.eclipse.timeline.MigrationTimeline;
import dev.vtrace.eclipse.timeline.TimelineControl;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Event;

/** A capture is opened: its timeline is that of the command line, and a mark shows its line. */
final class CaptureScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    bench.open(Bench.samples().resolve("backend-transfer-2q"));
    MigrationTimeline view = bench.view(MigrationTimeline.ID, MigrationTimeline.class);
    TimelineControl control = view.control();
    bench.await("the timeline", () -> control.timeline() != null && control.isDrawn());

    JsonObject told = Bench.json("timeline.json");
    Bench.equal(control.timeline().lanes().size(), told.getAsJsonArray("lanes").size(), "lanes");
    Bench.equal(
        control.timeline().items().stream().filter(CaptureScenario::isSkipped).count(),
        skipped(told),
        "skipped marks");
    bench.screenshot("timeline");

    Item mark =
        control.timeline().items().stream()
            .filter(CaptureScenario::isSkipped)
            .findFirst()
            .orElseThrow();
    bench.ui(
        () -> {
          Point place = control.place(mark);
          click(control, place);
          return null;
        });
    bench.await(
        "a selected mark", () -> control.selection() != null && isSkipped(control.selection()));
    bench.await("its explanation", () -> view.explanation().contains("Evidence"));
    bench.await("its line", () -> bench.selectedText().contains("vhost"));
    bench.screenshot("mark");
  }

  private static void click(TimelineControl control, Point place) {
    for (int type : new int[] {SWT.MouseDown, SWT.MouseUp}) {
      Event event = new Event();
      event.button = 1;
      event.x = place.x;
      event.y = place.y;
      control.notifyListeners(type, event);
    }
  }

  private static boolean isSkipped(Item item) {
    return item.kind() == Item.ItemKind.OPERATION && item.state() == ItemState.SKIPPED;
  }

  private static long skipped(JsonObject timeline) {
    long out = 0;
    for (JsonElement each : timeline.getAsJsonArray("items")) {
      JsonObject item = each.getAsJsonObject();
      boolean operation = item.get("kind").getAsString().equals("operation");
      out +=
          operation && item.has("state") && item.get("state").getAsString().equals("skipped")
              ? 1
              : 0;
    }
    return out;
  }
}
