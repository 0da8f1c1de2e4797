// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sequences in sequences, compared with a search at each place. */
class SequenceSearchTest {
  @Test
  void findsEachPlaceAndTheLongestEnd() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      long[] wanted = random.longs(1 + random.nextInt(5), 0, 2).toArray();
      long[] other = random.longs(random.nextInt(20), 0, 2).toArray();
      List<Integer> places = new ArrayList<>();
      for (int at = 0; at + wanted.length <= other.length; at++) {
        if (Arrays.equals(wanted, Arrays.copyOfRange(other, at, at + wanted.length))) {
          places.add(at);
        }
      }
      int end = Math.min(wanted.length, other.length);
      while (!Arrays.equals(
          Arrays.copyOf(wanted, end),
          Arrays.copyOfRange(other, other.length - end, other.length))) {
        end--;
      }
      assertThat(new SequenceSearch(wanted).in(other)).isEqualTo(places);
      assertThat(new SequenceSearch(wanted).endOf(other)).isEqualTo(end);
    }
  }

  @Test
  void anEmptySequenceIsNowhere() {
    assertThat(new SequenceSearch(new long[0]).in(new long[] {1})).isEmpty();
    assertThat(new SequenceSearch(new long[0]).endOf(new long[] {1})).isZero();
  }
}
