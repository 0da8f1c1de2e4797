// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Item.ItemKind;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Lane.LaneKind;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of many queues, devices and hops: everything has its lane, and every lane fits. */
class MadePicturesTest {
  private static final List<String> NAMES =
      List.of("src", "mid", "dst", "host4", "host5", "host6", "host7");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1,1,1", "8,1,1", "64,1,1", "2,4,1", "1,16,1", "2,1,2", "1,1,6", "4,2,3"})
  void everythingHasItsLane(int queues, int devices, int hops) throws IOException {
    List<String> processes = hops == 1 ? List.of("src", "dst") : NAMES.subList(0, hops + 1);
    Path run = new MadeRun(queues, devices, processes).write(folder);
    JoinedRun joined = Analysis.joined(RunLoader.load(CaptureFolder.open(run)));
    Timeline timeline = Timeline.of(joined.migration(), Checker.check(CheckedRun.of(joined)));
    int n = processes.size();
    assertThat(participants(timeline)).containsExactlyElementsOf(processes);
    assertThat(count(timeline, LaneKind.DEVICE)).isEqualTo((long) n * devices);
    assertThat(count(timeline, LaneKind.QUEUE)).isEqualTo((long) n * devices * queues);
    assertThat(timeline.items(ItemKind.ATTEMPT)).hasSize(hops);
    assertThat(timeline.items(ItemKind.HANDOVER)).hasSize(hops);
    for (int i = 0; i < hops; i++) {
      Item band = timeline.items(ItemKind.HANDOVER).get(i);
      assertThat(timeline.lanesOf(band).stream().map(Lane::participant).distinct())
          .contains(processes.get(i), processes.get(i + 1))
          .hasSizeLessThanOrEqualTo(3);
    }
    Path picture = folder.resolve("picture.svg");
    TimelineChart chart = new TimelineChart(timeline);
    try (OutputStream out = Files.newOutputStream(picture)) {
      chart.writeSvg(out);
    }
    assertThat(Files.size(picture)).isGreaterThan(10_000);
    assertThat(chart.plot().labels())
        .extracting(Labels.Placed::text)
        .filteredOn(text -> text.startsWith("hand-over "))
        .hasSize(hops);
  }

  /** There and back: the destination of the first hop is the source of the second one. */
  @ParameterizedTest
  @CsvSource({"2,1", "1,4"})
  void thereAndOn(int queues, int devices) throws IOException {
    Path run = new MadeRun(queues, devices, List.of("src", "mid", "dst")).write(folder);
    Timeline timeline = Timeline.of(Analysis.of(CaptureFolder.open(run)));
    List<Item> bands = timeline.items(ItemKind.HANDOVER);
    assertThat(bands.get(0).end()).isLessThan(bands.get(1).begin());
    assertThat(timeline.items(ItemKind.RING))
        .filteredOn(ring -> timeline.lanes().get(ring.lane()).participant().equals("dst"))
        .isNotEmpty()
        .allMatch(ring -> ring.begin() >= bands.get(1).begin());
  }

  private static List<String> participants(Timeline timeline) {
    return timeline.lanes().stream()
        .filter(lane -> lane.kind() == LaneKind.PARTICIPANT)
        .map(Lane::participant)
        .toList();
  }

  private static long count(Timeline timeline, LaneKind kind) {
    return timeline.lanes().stream().filter(lane -> lane.kind() == kind).count();
  }
}
