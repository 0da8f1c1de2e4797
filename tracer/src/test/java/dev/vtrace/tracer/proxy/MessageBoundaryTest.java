// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.tracer.sys.Fd;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Where messages begin, however the bytes are cut. */
class MessageBoundaryTest {
  @Test
  void knowsEachBeginForAllCuts() throws Exception {
    try (Fd any = Fd.eventfd()) {
      Traffic traffic = new Traffic(3, List.of(any));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      TreeSet<Integer> begins = new TreeSet<>();
      for (int i = 0; i < 500; i++) {
        begins.add(all.size());
        all.write(traffic.next().bytes());
      }
      byte[] bytes = all.toByteArray();
      for (int seed = 0; seed < 200; seed++) {
        check(bytes, begins, new SplittableRandom(seed), 1 + seed);
      }
    }
  }

  private static void check(
      byte[] bytes, TreeSet<Integer> begins, SplittableRandom random, int longest) {
    MessageBoundary boundary = new MessageBoundary();
    for (int at = 0; at < bytes.length; ) {
      int count = Math.min(bytes.length - at, 1 + random.nextInt(longest));
      boundary.feed(Arrays.copyOfRange(bytes, at, at + count));
      Integer next = begins.ceiling(at);
      int first = next == null || next >= at + count ? count : next - at;
      assertThat(boundary.first()).isEqualTo(first);
      assertThat(boundary.messages()).isEqualTo(begins.headSet(at + count).size());
      assertThat(boundary.request()).isEqualTo(first == 0 && count >= 12 ? bytes[at] & 0xff : -1);
      at += count;
    }
  }

  @Test
  void givesUpWhereNoHeaderCanBe() {
    MessageBoundary boundary = new MessageBoundary();
    boundary.feed(new byte[40]);
    assertThat(boundary.request()).isEqualTo(-1);
    boundary.feed(new byte[] {1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
    assertThat(boundary.request()).isEqualTo(-1);
    assertThat(boundary.first()).isZero();
  }
}
