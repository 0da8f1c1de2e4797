// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.StreamMark;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.decoder.trace.Event;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
  StreamSteps(Timeline timeline, StreamMark mark, Lane destination, Lane source) {
    for (Item item : timeline.items(Item.Kind.SECTION)) {
      Evidence evidence = item.evidence().isEmpty() ? null : item.evidence().get(0);
      if (timeline.timed() && evidence != null && evidence.file().equals(mark.file())) {
        drawn.putIfAbsent(evidence.offset(), item.begin());
      }
    }
    times(source, Event.SECTION_START, "id");
    times(destination, Event.STATE_LOAD, "idstr");
  }

  /** The last time of each name: a firmware that loads its own state comes before a migration. */
  private void times(Lane lane, Event row, String section) {
    if (lane == null) {
      return;
    }
    Map<String, Long> found = new HashMap<>();
    for (Draft draft : lane.drafts) {
      if (draft.is(row) && draft.timeNs >= 0 && draft.detail instanceof Detail.Event seen) {
        found.putIfAbsent(seen.event().string(section), draft.timeNs);
      }
    }
    loaded.putAll(found);
  }

  /** Adds all sections. Where the file is damaged, those that can be read. */
  void read(Capture capture, Input input, int number, Lane lane) throws IOException {
    StreamVisitor visitor =
        new StreamVisitor() {
          private Frame around;

          @Override
          public void section(Section section) {
            String name = section.name().isEmpty() ? section.kind().label() : section.name();
            String text = name + "  " + section.kind().label() + ", " + section.length() + " bytes";
            Evidence evidence = new Evidence(input.name(), -1, section.offset(), text);
            around = around == null ? Frame.in(null, "stream " + input.name(), evidence) : around;
            Draft draft =
                new Draft(evidence, new Detail.Part(number, section), name, text, time(section));
            draft.frame = around;
            draft.opens = lane.drafts.isEmpty();
            lane.drafts.add(draft);
          }
        };
    try (ByteSource source = Inputs.open(input.path())) {
      new StreamDecoder(source, new StreamOptions(null, descriptors(capture, input), false))
          .decode(visitor);
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

  /** The descriptors that were recorded beside a stream, or null. */
  private static DescriptorLog descriptors(Capture capture, Input stream) {
    List<Input> beside = capture.with(InputRole.DESCRIPTORS);
    for (Input input : beside) {
      if (input.group().equals(stream.group())) {
        try (ByteSource source = Inputs.open(input.path())) {
          return source.size() == 0
              ? null
              : DescriptorLogReader.read(input.name(), new SourceStream(source));
        } catch (IOException e) {
          // Damage in it is a finding of the model; the stream can be read without it.
          return null;
        }
      }
    }
    return null;
  }
}
