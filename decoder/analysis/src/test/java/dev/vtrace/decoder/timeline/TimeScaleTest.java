// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimeScaleTest {
  private static final int MATTERS = 5;

  private static TimeScale scale(long... times) {
    NavigableMap<Long, Integer> weights = new TreeMap<>();
    for (long time : times) {
      weights.merge(time, 1, Integer::sum);
    }
    return TimeScale.of(weights, MATTERS);
  }

  @Test
  void equalIdleTimesAreAllCutOut() {
    long gap = 4_000_000_000L;
    TimeScale scale = scale(0, 10, 20, gap, gap + 9, 2 * gap, 2 * gap + 7, 3 * gap, 3 * gap + 8);
    assertThat(scale.segments()).hasSize(4);
    assertThat(scale.idleBefore(1)).isEqualTo(gap - 20);
  }

  @Test
  void evenTimesAreOneSegment() {
    assertThat(scale(0, 10, 20, 30, 40, 50, 60, 70).segments()).hasSize(1);
    assertThat(scale(5).segments()).hasSize(1);
    assertThat(scale(5).at(5)).isEqualTo(0.5);
    assertThat(scale().at(7)).isBetween(0.0, 1.0);
  }

  @Test
  void laterIsNeverFurtherLeft() {
    Random random = new Random(4);
    for (int round = 0; round < 200; round++) {
      long[] times = new long[1 + random.nextInt(60)];
      for (int i = 0; i < times.length; i++) {
        times[i] = random.nextLong(1L << random.nextInt(1, 60));
      }
      TimeScale scale = scale(times);
      double before = 0;
      for (long time : java.util.Arrays.stream(times).sorted().toArray()) {
        assertThat(scale.at(time)).isBetween(before, 1.0 + 1e-9);
        before = scale.at(time);
      }
      assertThat(scale.segments().size()).isLessThanOrEqualTo(12);
      assertThat(scale.segments().get(scale.segments().size() - 1).to()).isEqualTo(1);
    }
  }

  @Test
  void durationsAreShort() {
    assertThat(TimeWords.duration(999)).isEqualTo("999 ns");
    assertThat(TimeWords.duration(1_050)).isEqualTo("1.05 µs");
    assertThat(TimeWords.duration(12_345_678)).isEqualTo("12.3 ms");
    assertThat(TimeWords.duration(345_000_000)).isEqualTo("345 ms");
    assertThat(TimeWords.duration(200_000_000_000L)).isEqualTo("3 min 20 s");
    assertThat(TimeWords.clock(1_700_000_000_123_456_789L)).isEqualTo("22:13:20.123456");
  }
}
