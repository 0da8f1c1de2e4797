// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.CaptureFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TimelineTest {
  private final Timeline transfer = Timeline.of(Runs.transfer(2, true));

  @Test
  void findingsAreShownWhereNothingElseIs() {
    Evidence place = new Evidence("be.log", 3, 0, "recvmsg failed");
    List<Mark> marks =
        List.of(new Mark(5, "VT3642", true, true, "gave up", "", 0, -1, List.of(place)));
    Migration none =
        new Migration(
            "none", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of(), List.of(), List.of());
    Timeline timeline = Timeline.of(none, marks);
    assertThat(timeline.timed()).isTrue();
    assertThat(timeline.items(Item.ItemKind.FINDING))
        .singleElement()
        .satisfies(item -> assertThat(item.begin()).isEqualTo(5))
        .satisfies(item -> assertThat(item.state()).isEqualTo(ItemState.FAILED));
    assertThat(timeline.lanes()).extracting(Lane::label).containsExactly("back-end");
    assertThat(timeline.headline()).doesNotContain("no migration");
  }

  @Test
  void eachProcessDeviceAndQueueHasALane() {
    assertThat(transfer.lanes())
        .extracting(Lane::label)
        .containsExactly(
            "source (src)",
            "pci/vhost-user-blk",
            "queue 0",
            "queue 1",
            "back-end",
            "stream to dst",
            "destination (dst)",
            "pci/vhost-user-blk",
            "queue 0",
            "queue 1");
    assertThat(transfer.lanes()).extracting(Lane::index).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anOperationHasTheTimeOfItsMessageAndTheyAreLinked() {
    Item operation = operations(ItemState.EXECUTED).get(1);
    Item message = transfer.items().get(operation.links().get(0));
    assertThat(message.kind()).isEqualTo(Item.ItemKind.MESSAGE);
    assertThat(message.links()).containsExactly(operation.id());
    assertThat(operation.begin()).isEqualTo(message.begin()).isEqualTo(Runs.T + 2_000);
    assertThat(transfer.lanes().get(message.lane()).queue()).isEqualTo(1);
    assertThat(transfer.lanes().get(message.to()).kind()).isEqualTo(Lane.LaneKind.BACKEND);
    assertThat(transfer.items().get(operation.within()).name()).isEqualTo("start");
  }

  @Test
  void whatHasNoTimeLiesInOrderWithinItsWindow() {
    List<Item> skipped = operations(ItemState.SKIPPED);
    assertThat(skipped).hasSize(4).noneMatch(Item::exact);
    for (Item item : skipped) {
      Item window = transfer.items().get(item.within());
      assertThat(item.begin()).isBetween(window.begin() + 1, window.end() - 1);
    }
    assertThat(skipped.get(0).begin()).isLessThan(skipped.get(1).begin());
  }

  @Test
  void theHandOverGoesFromStopToStart() {
    Item item = transfer.items(Item.ItemKind.HANDOVER).get(0);
    assertThat(item.end() - item.begin()).isEqualTo(5_003_000);
    assertThat(transfer.headline())
        .containsExactly(
            "Migration completed, back-end transferred: 4 operations skipped;"
                + " hand-over took 5.00 ms");
  }

  @Test
  void aHandOverGoesOnWithoutADestinationThatHasEnded() {
    Timeline timeline = Timeline.of(Runs.rollback(OptionalLong.of(Runs.T + 3_000_000)));
    List<Item> bands = timeline.items(Item.ItemKind.HANDOVER);
    assertThat(bands).hasSize(2);
    assertThat(bands.get(0).end()).isEqualTo(bands.get(1).begin()).isEqualTo(Runs.T + 3_000_000);
    assertThat(timeline.lanesOf(bands.get(0))).extracting(Lane::participant).contains("dst");
    assertThat(timeline.lanesOf(bands.get(1))).extracting(Lane::participant).containsOnly("src");
    assertThat(
            Timeline.of(Runs.rollback(OptionalLong.of(Runs.T - 1))).items(Item.ItemKind.HANDOVER))
        .hasSize(1);
  }

  @Test
  void aFailureIsRolledBack() {
    Timeline failed = Timeline.of(Runs.rollback());
    assertThat(failed.items(Item.ItemKind.HANDOVER).get(0).name()).isEqualTo("rolled back");
    assertThat(failed.headline().get(0))
        .contains("failed, backend transfer attempted", "rolled back after 7.00 ms")
        .doesNotContain("transferred");
    assertThat(failed.items(Item.ItemKind.WINDOW))
        .extracting(Item::why)
        .noneMatch(why -> why.contains("transferred"))
        .anyMatch(why -> why.startsWith("transfer of the back-end attempted"))
        .anyMatch(why -> why.startsWith("back-end kept"));
  }

  @Test
  void idleMinutesAreCutOutAndMicrosecondsStay() {
    TimeScale scale = transfer.scale();
    assertThat(scale.segments()).hasSize(2);
    assertThat(scale.idleBefore(1)).isEqualTo(100 * Runs.SECOND - 3_000);
    assertThat(scale.at(Runs.T + 2_000) - scale.at(Runs.T + 1_000)).isGreaterThan(0.05);
  }

  @Test
  void withoutTimesThereIsAnOrder() {
    Timeline order = Timeline.of(Runs.transfer(2, false));
    assertThat(order.timed()).isFalse();
    List<Item> windows = order.items(Item.ItemKind.WINDOW);
    assertThat(windows).extracting(Item::name).containsExactly("start", "stop", "start");
    assertThat(windows).extracting(Item::begin).isSorted().doesNotHaveDuplicates();
    assertThat(order.items(Item.ItemKind.RING))
        .extracting(Item::state)
        .contains(ItemState.ENABLED, ItemState.TRANSFERRED);
    assertThat(order.headline().get(0)).doesNotContain("took");
  }

  @Test
  void anEmptyRunHasATimeline() {
    Migration none =
        new Migration(
            "", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of(), List.of(), List.of());
    assertThat(Timeline.of(none).items()).isEmpty();
    assertThat(Timeline.of(none).headline()).containsExactly("no migration");
  }

  @TestFactory
  Stream<DynamicTest> everyRecordingIsShownWhole() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.captures()) {
      tests.add(DynamicTest.dynamicTest(folder.getFileName() + "", () -> isWhole(folder)));
    }
    return tests.stream();
  }

  private static void isWhole(Path folder) throws IOException {
    Migration migration = Analysis.of(CaptureFolder.open(folder));
    Timeline timeline = Timeline.of(migration);
    int operations = 0;
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      for (Window window : windows) {
        operations += window.operations().size();
      }
    }
    assertThat(timeline.items(Item.ItemKind.OPERATION)).hasSize(operations);
    assertThat(timeline.items(Item.ItemKind.MESSAGE)).hasSameSizeAs(migration.messages());
    int id = 0;
    for (Item item : timeline.items()) {
      assertThat(item.id()).isEqualTo(id++);
      assertThat(item.lane()).isBetween(0, timeline.lanes().size() - 1);
      assertThat(item.end()).isGreaterThanOrEqualTo(item.begin());
    }
    assertThat(timeline.items()).extracting(Item::begin).isSorted();
    for (Window window : migration.windows()) {
      for (Operation operation : window.operations()) {
        if (operation.verdict() == Verdict.SKIPPED) {
          assertThat(timeline.items(Item.ItemKind.OPERATION))
              .anyMatch(i -> i.why().equals(operation.why()) && i.state() == ItemState.SKIPPED);
        }
      }
    }
  }

  private List<Item> operations(ItemState state) {
    return transfer.items(Item.ItemKind.OPERATION).stream()
        .filter(item -> item.state() == state)
        .toList();
  }
}
