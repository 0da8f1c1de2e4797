// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.Operation;
import dev.vtrace.decoder.analysis.RingInterval;
import dev.vtrace.decoder.analysis.Transfer;
import dev.vtrace.decoder.analysis.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** States of rings where there are no times: what the window before left them in. */
final class RingGuess {
  private record Since(long begin, int lane, int queue, String state) {}

  private RingGuess() {}

  static void add(
      List<Window> windows, Placement placement, LaneTable lanes, ItemList items, long end) {
    Map<Integer, Since> open = new LinkedHashMap<>();
    for (Window window : windows) {
      for (Operation operation : window.operations()) {
        int lane = lanes.of(window.participant(), window.device(), operation.queue());
        if (operation.queue() >= 0) {
          long at = placement.end(window);
          Since before = open.put(lane, new Since(at, lane, operation.queue(), after(window)));
          close(before, at, items);
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
          Item.Kind.RING,
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

  private static String after(Window window) {
    RingInterval.State state;
    if (window.kind() == Window.Kind.START) {
      state = window.failed() ? RingInterval.State.OFF : RingInterval.State.ENABLED;
    } else {
      boolean transfer = window.transfer() == Transfer.YES;
      state = transfer ? RingInterval.State.TRANSFERRED : RingInterval.State.CONFIGURED;
    }
    return state.label();
  }
}
