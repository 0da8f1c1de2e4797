// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of a queue is what a file says it is; nothing is made for all numbers below it. */
class QueueIndexTest {
  private static final String TIME = "2026-11-23T07:59:53.879760Z ";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"2147483646, -1", "2147483647, -1", "65536, -1", "65535, 65536", "3, 4"})
  void aNumberThatNoQueueHasIsNoCount(int index, int queues) throws IOException {
    Migration run = run(List.of(index));

    assertThat(run.devices().get(0).queues().orElse(-1)).isEqualTo(queues);
    assertThat(run.windows()).hasSize(1);
    assertThat(run.windows().get(0).queues()).extracting("queue").containsExactly(index);
    assertThat(run.windows().get(0).operations()).hasSizeLessThan(5_000);
    assertThat(Timeline.of(run).lanes()).hasSizeLessThan(300);
  }

  @Test
  void allQueuesThatAWindowNamesAreListed() throws IOException {
    List<Integer> indices = java.util.stream.IntStream.range(0, 400).boxed().toList();

    Migration run = run(indices);

    assertThat(run.windows().get(0).operations().stream().map(Operation::queue).distinct())
        .containsAll(indices);
    assertThat(run.findings()).isEmpty();
  }

  @Test
  void queuesThatAreLeftOutAreTold() throws IOException {
    Migration run = run(List.of(999));

    assertThat(run.windows().get(0).operations())
        .extracting(Operation::queue)
        .contains(0, 255, 999);
    assertThat(run.findings())
        .extracting(finding -> finding.diagnostic().code())
        .containsExactly(Code.QUEUES_LEFT_OUT);
  }

  /**
   * Each pair of queues of a network device is a vhost device, which begins where the last ended.
   */
  @Test
  void aPairOfQueuesHasNoneOfThePairsBeforeIt() throws IOException {
    StringBuilder log = new StringBuilder();
    for (String what : List.of("start", "stop")) {
      for (int pair = 0; pair < 3; pair++) {
        String device = "0x557f43c5fc" + pair + "0:virtio-net";
        log.append(TIME + "vhost_dev_" + what + "_in " + device + " vrings:1\n");
        for (int queue = 2 * pair; queue < 2 * pair + 2; queue++) {
          log.append(TIME + "vhost_virtque_" + what + "_in " + device + " " + queue + "\n");
          log.append(TIME + "vhost_virtque_" + what + "_out " + device + " " + queue + "\n");
        }
        log.append(TIME + "vhost_user_write req:18 (SET_VRING_ENABLE) flags:0x9\n");
        log.append(TIME + "vhost_user_write req:18 (SET_VRING_ENABLE) flags:0x9\n");
        log.append(TIME + "vhost_dev_" + what + "_out " + device + " vrings:1\n");
      }
    }
    Migration run = run(log.toString());

    assertThat(run.windows()).hasSize(6);
    for (int i = 0; i < 6; i++) {
      int first = i % 3 * 2;
      assertThat(run.windows().get(i).queues())
          .extracting("queue")
          .containsExactly(first, first + 1);
      assertThat(run.windows().get(i).operations())
          .extracting(Operation::queue)
          .containsOnly(-1, first, first + 1);
      assertThat(run.windows().get(i).operations())
          .filteredOn(each -> each.name().equals("SET_VRING_ENABLE"))
          .extracting(each -> each.queue() + " " + each.verdict().label())
          .containsExactly(first + " executed", first + 1 + " executed");
    }
  }

  private Migration run(List<Integer> indices) throws IOException {
    String device = "0x557f43c5fca0:virtio-blk";
    StringBuilder log = new StringBuilder();
    log.append(TIME + "vhost_dev_start_in " + device + " vrings:1\n");
    for (int index : indices) {
      log.append(TIME + "vhost_virtque_start_in " + device + " " + index + "\n");
      log.append(TIME + "vhost_virtque_start_out " + device + " " + index + "\n");
    }
    log.append(TIME + "vhost_dev_start_out " + device + " vrings:1\n");
    return run(log.toString());
  }

  private Migration run(String log) throws IOException {
    Path file = Files.writeString(folder.resolve("src.log"), log);
    return Analysis.of(CaptureOpener.open(file.getParent()));
  }
}
