// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.TimeScale;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Timelines for tests: real ones from the samples, and made ones of any size. */
final class Timelines {
  /** What a browser would run if it took the evidence for markup. */
  static final String MARKUP =
      "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>&amp;";

  private static final long BEGIN = 1_700_000_000_000_000_000L;
  private static final ItemState[] STATES = {
    ItemState.EXECUTED,
    ItemState.SKIPPED,
    ItemState.UNKNOWN,
    ItemState.FAILED,
    ItemState.VIOLATION,
    ItemState.NOT_DUE
  };

  private Timelines() {}

  /** The timeline of a sample. */
  static Timeline sample(String name) throws IOException {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return Timeline.of(Analysis.of(CaptureFolder.open(at.resolve("samples").resolve(name))));
  }

  /** A device with so many queues and operations, one a microsecond, some after an idle minute. */
  static Timeline made(int queues, int operations, String text) {
    List<Lane> lanes = new ArrayList<>();
    lanes.add(new Lane(0, Lane.LaneKind.PARTICIPANT, "source (src)", "src", "", -1));
    lanes.add(
        new Lane(1, Lane.LaneKind.DEVICE, "pci/vhost-user-blk", "src", "pci/vhost-user-blk", -1));
    for (int i = 0; i < queues; i++) {
      lanes.add(new Lane(2 + i, Lane.LaneKind.QUEUE, "queue " + i, "src", "pci/vhost-user-blk", i));
    }
    int back = lanes.size();
    lanes.add(new Lane(back, Lane.LaneKind.BACKEND, "back-end", "src", "", -1));
    List<Item> items = new ArrayList<>();
    NavigableMap<Long, Integer> times = new TreeMap<>();
    for (int i = 0; i < queues; i++) {
      add(
          items,
          Item.ItemKind.RING,
          2 + i,
          -1,
          BEGIN,
          1_000_000_000,
          ItemState.TRANSFERRED,
          "",
          -1);
    }
    add(
        items,
        Item.ItemKind.WINDOW,
        1,
        -1,
        BEGIN,
        1_000L * operations,
        ItemState.SWITCHOVER,
        text,
        -1);
    for (int i = 0; i < operations; i++) {
      long at = BEGIN + 1_000L * i + (i > operations / 2 ? 60_000_000_000L : 0);
      ItemState state = STATES[i % 7 == 0 ? i / 7 % STATES.length : i % 2];
      int lane = 2 + i % queues;
      add(items, Item.ItemKind.OPERATION, lane, -1, at, 0, state, text, queues);
      if (state == ItemState.EXECUTED) {
        add(items, Item.ItemKind.MESSAGE, lane, back, at, 0, ItemState.REQUEST, text, queues);
      }
      times.merge(at, 1, Integer::sum);
    }
    long end = BEGIN + 61_000_000_000L;
    return new Timeline(
        text, true, BEGIN, end, List.of(text), lanes, items, TimeScale.of(times, 5), List.of());
  }

  private static void add(
      List<Item> items,
      Item.ItemKind kind,
      int lane,
      int to,
      long at,
      long length,
      ItemState state,
      String text,
      int within) {
    int id = items.size();
    items.add(
        new Item(
            id,
            kind,
            lane,
            to,
            at,
            at + length,
            true,
            kind == Item.ItemKind.OPERATION ? "SET_VRING_NUM" : text,
            state,
            text,
            kind == Item.ItemKind.OPERATION ? lane - 2 : -1,
            within,
            List.of(new Evidence("src.log", id, 0, text)),
            List.of()));
  }
}
