// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.run.LoadedStream;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.decoder.trace.event.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a stream as steps. A stream has no times: a section gets that of the event with
 * which the destination loads it, else with which the source saves it, else its place in the
 * timeline.
 */
final class StreamSteps {
  private final Map<String, Long> loaded = new HashMap<>();
  private final TreeMap<Long, Long> drawn = new TreeMap<>();

  /**
   * @param destination the lane of the QEMU that reads the stream, or null
   * @param source the lane of the QEMU that writes it, or null
   */
  StreamSteps(
      Timeline timeline,
      StreamMark mark,
      @Nullable TrackBuilder destination,
      @Nullable TrackBuilder source) {
    for (Item item : timeline.items(Item.ItemKind.SECTION)) {
      Evidence evidence = item.evidence().isEmpty() ? null : item.evidence().get(0);
      if (timeline.timed() && evidence != null && evidence.file().equals(mark.file())) {
        drawn.putIfAbsent(evidence.offset(), item.begin());
      }
    }
    times(source, Event.SECTION_START, "id");
    times(destination, Event.STATE_LOAD, "idstr");
  }

  /** The last time of each name: a firmware that loads its own state comes before a migration. */
  private void times(@Nullable TrackBuilder lane, Event row, String section) {
    if (lane == null) {
      return;
    }
    Map<String, Long> found = new HashMap<>();
    for (StepBuilder step : lane.steps) {
      if (step.is(row) && step.timeNs >= 0 && step.detail instanceof Detail.EventDetail seen) {
        found.putIfAbsent(seen.event().string(section), step.timeNs);
      }
    }
    loaded.putAll(found);
  }

  /** Adds all sections. Where the file is damaged, those that can be read. */
  void add(LoadedStream stream, int number, TrackBuilder lane) {
    ReplayFrame around = null;
    for (Section section : stream.sections()) {
      String name = section.name().isEmpty() ? section.kind().label() : section.name();
      String text = name + "  " + section.kind().label() + ", " + section.length() + " bytes";
      Evidence evidence = new Evidence(stream.file(), -1, section.offset(), text);
      around = around == null ? ReplayFrame.in(null, "stream " + stream.file(), evidence) : around;
      StepBuilder step =
          new StepBuilder(
              evidence, new Detail.SectionDetail(number, section), name, text, time(section));
      step.frame = around;
      step.opens = lane.steps.isEmpty();
      lane.steps.add(step);
    }
  }

  private long time(Section section) {
    Long known = section.fields().isEmpty() ? null : loaded.get(section.name());
    if (known == null) {
      Map.Entry<Long, Long> item = drawn.floorEntry(section.offset());
      known = item == null ? null : item.getValue();
    }
    return known == null ? -1 : known;
  }
}
