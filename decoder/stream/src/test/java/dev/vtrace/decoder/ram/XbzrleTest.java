// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XbzrleTest {
  private static boolean apply(byte[] page, int... changes) {
    byte[] bytes = new byte[changes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) changes[i];
    }
    return Xbzrle.apply(bytes, bytes.length, page);
  }

  @Test
  void runsOfEqualAndOfNewBytesAlternate() {
    byte[] page = new byte[4096];
    assertThat(apply(page, 2, 2, 7, 8, 0x80 | 0x48, 1, 1, 9)).isTrue();
    assertThat(page[1]).isZero();
    assertThat(Arrays.copyOfRange(page, 2, 5)).containsExactly(7, 8, 0);
    assertThat(page[4 + 0xc8]).isEqualTo((byte) 9);
  }

  @Test
  void aPageMayBeginWithNewBytes() {
    byte[] page = new byte[16];
    assertThat(apply(page, 0, 1, 5)).isTrue();
    assertThat(page[0]).isEqualTo((byte) 5);
  }

  @Test
  void whatIsNoEncodingIsRefused() {
    assertThat(apply(new byte[16], 1)).as("no new bytes").isFalse();
    assertThat(apply(new byte[16], 1, 0)).as("empty run of new bytes").isFalse();
    assertThat(apply(new byte[16], 17, 1, 1)).as("behind the page").isFalse();
    assertThat(apply(new byte[16], 15, 2, 1, 1)).as("over the end").isFalse();
    assertThat(apply(new byte[16], 0, 1, 1, 0, 1, 1)).as("empty run of equal bytes").isFalse();
    assertThat(apply(new byte[16], 0x80)).as("number cut short").isFalse();
    assertThat(apply(new byte[16], 0x80, 0x80, 1, 1)).as("number of three bytes").isFalse();
  }

  @Test
  void anyBytesAreReadWithoutException() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      Xbzrle.apply(bytes, bytes.length, new byte[256]);
    }
  }
}
