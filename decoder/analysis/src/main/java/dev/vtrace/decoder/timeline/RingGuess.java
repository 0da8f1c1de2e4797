// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.view.Rings;
import dev.vtrace.decoder.vhostuser.RingMachine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** States of rings where there are no times: what the last operation left them in. */
final class RingGuess {
  private record Since(long begin, int lane, int queue, ItemState state) {}

  private RingGuess() {}

  static void add(
      List<Window> windows, Placement placement, LaneTable lanes, ItemList items, long end) {
    Map<Integer, Since> open = new LinkedHashMap<>();
    Map<Integer, RingMachine> machines = new HashMap<>();
    for (Window window : windows) {
      for (Operation operation : window.operations()) {
        int lane = lanes.of(window.participant(), window.device(), operation.queue());
        RingMachine before = machines.getOrDefault(lane, RingMachine.FRESH);
        RingMachine after = Rings.after(before, window, operation);
        machines.put(lane, after);
        if (Rings.shows(before, after, operation)) {
          long at = placement.end(window);
          Since since = new Since(at, lane, operation.queue(), ItemState.of(after.state().label()));
          close(open.put(lane, since), at, items);
        }
      }
    }
    for (Since each : open.values()) {
      close(each, end, items);
    }
  }

  private static void close(Since since, long end, ItemList items) {
    if (since != null && end > since.begin) {
      items.add(
          Item.ItemKind.RING,
          since.lane,
          -1,
          since.begin,
          end,
          false,
          "queue " + since.queue,
          since.state,
          "",
          since.queue,
          -1,
          List.<Evidence>of());
    }
  }
}
