// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Item.ItemKind;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Lane.LaneKind;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pictures of recorded runs show, counted: marks, bands, lanes and labels. */
class ScenarioPicturesTest {
  private static Timeline timeline(String folder, String name) throws IOException {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    Path capture = at.resolve(folder).resolve(name).normalize();
    assumeTrue(Files.isDirectory(capture), "skipped: needs " + folder + "/" + name);
    JoinedRun run = Analysis.joined(RunLoader.load(CaptureFolder.open(capture)));
    return Timeline.of(run.migration(), Checker.check(CheckedRun.of(run)));
  }

  private static List<String> labels(Timeline timeline) throws IOException {
    TimelineChart chart = new TimelineChart(timeline);
    chart.writeSvg(new ByteArrayOutputStream());
    return chart.plot().labels().stream().map(Labels.Placed::text).toList();
  }

  private static long lanes(Timeline timeline, LaneKind kind) {
    return timeline.lanes().stream().filter(lane -> lane.kind() == kind).count();
  }

  private static Lane laneOf(Timeline timeline, Item item) {
    return timeline.lanes().get(item.lane());
  }

  private static Item finding(Timeline timeline, String code) {
    return timeline.items(ItemKind.FINDING).stream()
        .filter(item -> item.name().equals(code))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "../shared/captures,transfer-seabios-1q,1,1",
    "../shared/captures,transfer-linux-4q,4,1",
    "../shared/live,live-two-devices,3,2",
    "samples,backend-transfer-2q,2,1"
  })
  void goodRunsHaveNoMarkAndOneHandOver(String folder, String name, int queues, int devices)
      throws IOException {
    Timeline timeline = timeline(folder, name);
    assertThat(lanes(timeline, LaneKind.QUEUE)).isEqualTo(2L * queues);
    assertThat(lanes(timeline, LaneKind.DEVICE)).isEqualTo(2L * devices);
    assertThat(timeline.items(ItemKind.FINDING)).isEmpty();
    Item band = timeline.items(ItemKind.HANDOVER).get(0);
    assertThat(timeline.items(ItemKind.HANDOVER)).hasSize(1);
    assertThat(timeline.lanesOf(band)).hasSize(timeline.lanes().size());
    // To scale: half of its time is half of its width.
    double from = timeline.scale().at(band.begin());
    double to = timeline.scale().at(band.end());
    double middle = timeline.scale().at((band.begin() + band.end()) / 2);
    assertThat(middle).isCloseTo((from + to) / 2, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(to - from).isGreaterThan(0.2);
    List<String> labels = labels(timeline);
    assertThat(labels).anyMatch(label -> label.matches("stop: \\d+ skipped"));
    assertThat(labels).anyMatch(label -> label.matches("start: \\d+ skipped"));
    assertThat(labels).anyMatch(label -> label.startsWith("hand-over "));
  }

  @Test
  void statesAreWhereTheSourceSavedThem() throws IOException {
    Timeline timeline = timeline("samples", "backend-transfer-2q");
    Item band = timeline.items(ItemKind.HANDOVER).get(0);
    List<Item> states =
        timeline.items(ItemKind.SECTION).stream()
            .filter(item -> item.exact() && item.state() != ItemState.MEMORY)
            .toList();
    assertThat(states).hasSizeGreaterThan(5);
    assertThat(states).allMatch(item -> item.begin() >= band.begin() && item.end() <= band.end());
    assertThat(timeline.items(ItemKind.DOWNTIME))
        .extracting(Item::name)
        .contains("save vhost-user-blk", "load vhost-user-blk");
  }

  @ParameterizedTest
  @CsvSource({
    "../shared/captures,transfer-chain-two-hops,src,mid,dst",
    "../shared/live,live-chain-2hops,src,mid,dst"
  })
  void hopsFollowEachOther(String folder, String name, String first, String second, String third)
      throws IOException {
    Timeline timeline = timeline(folder, name);
    assertThat(timeline.lanes())
        .filteredOn(lane -> lane.kind() == LaneKind.PARTICIPANT)
        .extracting(Lane::participant)
        .containsExactly(first, second, third);
    List<Item> bands = timeline.items(ItemKind.HANDOVER);
    assertThat(bands).hasSize(2);
    assertThat(timeline.lanesOf(bands.get(0)))
        .extracting(Lane::participant)
        .contains(first, second)
        .doesNotContain(third);
    assertThat(timeline.lanesOf(bands.get(1)))
        .extracting(Lane::participant)
        .contains(second, third)
        .doesNotContain(first);
  }

  @Test
  void aProcessThatHasEndedDrawsNothing() throws IOException {
    Timeline timeline = timeline("../shared/captures", "transfer-chain-two-hops");
    Item second = timeline.items(ItemKind.HANDOVER).get(1);
    assertThat(timeline.items(ItemKind.RING))
        .filteredOn(item -> laneOf(timeline, item).participant().equals("src"))
        .isNotEmpty()
        .allMatch(item -> item.end() < second.begin());
  }

  @Test
  void aFailedRunShowsWhereAndWhy() throws IOException {
    Timeline timeline = timeline("samples", "backend-transfer-failed");
    Item cause = finding(timeline, "VT3401");
    Item field = finding(timeline, "VT3606");
    Item end = finding(timeline, "VT0102");
    assertThat(laneOf(timeline, cause).participant()).isEqualTo("dst");
    assertThat(laneOf(timeline, field).participant()).isEqualTo("dst");
    assertThat(laneOf(timeline, end).kind()).isEqualTo(LaneKind.STREAM);
    assertThat(field.within()).isEqualTo(cause.id());
    assertThat(field.state()).isEqualTo(ItemState.FAILED);
    List<String> labels = labels(timeline);
    assertThat(labels)
        .anyMatch(label -> label.startsWith("VT3401 both sides need as many queues"))
        .anyMatch(label -> label.startsWith("VT3606 the destination could not load the field nvqs"))
        .anyMatch(label -> label.startsWith("hand-over failed"));
  }

  @Test
  void whatTheChannelRefusedAndTheClosedConnectionAreMarked() throws IOException {
    Timeline timeline = timeline("../shared/captures", "fail-tcp-channel");
    assertThat(laneOf(timeline, finding(timeline, "VT3204")).participant()).isEqualTo("src");
    assertThat(laneOf(timeline, finding(timeline, "VT3020")).kind()).isEqualTo(LaneKind.BACKEND);
    assertThat(finding(timeline, "VT3020").state()).isEqualTo(ItemState.WARNING);
  }

  @Test
  void aRingThatAQueryStoppedIsDrawnStopped() throws IOException {
    Timeline timeline = timeline("../shared/captures", "query-queue-status-stops-ring");
    Item query = finding(timeline, "VT3105");
    assertThat(laneOf(timeline, query).kind()).isEqualTo(LaneKind.QUEUE);
    assertThat(timeline.items(ItemKind.RING))
        .filteredOn(item -> item.state() != ItemState.OFF)
        .isNotEmpty()
        .allMatch(item -> item.end() <= query.begin());
  }

  @Test
  void aResetAfterTheTransferIsMarkedOnTheDestination() throws IOException {
    Timeline timeline = timeline("../shared/captures", "transfer-then-reset");
    Item found = finding(timeline, "VT3114");
    assertThat(laneOf(timeline, found).participant()).isEqualTo("dst");
    assertThat(found.begin()).isGreaterThan(timeline.items(ItemKind.HANDOVER).get(0).end());
  }

  @Test
  void aCancelledRunSaysSo() throws IOException {
    Timeline timeline = timeline("../shared/captures", "cancel-pre-switchover");
    assertThat(timeline.items(ItemKind.ATTEMPT))
        .extracting(Item::state)
        .containsExactly(ItemState.CANCELLED);
    Item cancelled = finding(timeline, "VT3308");
    assertThat(laneOf(timeline, cancelled).participant()).isEqualTo("src");
    assertThat(finding(timeline, "VT3613").within()).isEqualTo(cancelled.id());
  }
}
