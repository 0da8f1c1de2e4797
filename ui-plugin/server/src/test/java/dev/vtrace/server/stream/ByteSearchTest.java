// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.bytes.HeapSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
  private static final int PIECE = 1 << 20;

  private static ByteSearch search(byte[] bytes, String wanted) {
    return new ByteSearch(
        new HeapSource("x", bytes), wanted.getBytes(StandardCharsets.US_ASCII), () -> {});
  }

  private static byte[] with(int size, String text, int... places) {
    byte[] out = new byte[size];
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int place : places) {
      System.arraycopy(bytes, 0, out, place, bytes.length);
    }
    return out;
  }

  @Test
  void findsEachPlaceOnceBothWays() throws IOException {
    byte[] bytes = with(100, "abc", 0, 10, 97);
    ByteSearch search = search(bytes, "abc");
    assertThat(search.next(0)).isEqualTo(0);
    assertThat(search.next(1)).isEqualTo(10);
    assertThat(search.next(11)).isEqualTo(97);
    assertThat(search.next(98)).isEqualTo(-1);
    assertThat(search.previous(100)).isEqualTo(97);
    assertThat(search.previous(97)).isEqualTo(10);
    assertThat(search.previous(10)).isEqualTo(0);
    assertThat(search.previous(0)).isEqualTo(-1);
  }

  @Test
  void findsWhatLiesOverTheEndOfAPiece() throws IOException {
    for (int place : new int[] {PIECE - 4, PIECE - 2, PIECE, 2 * PIECE - 1, 2 * PIECE + 5}) {
      byte[] bytes = with(3 * PIECE - 7, "needle", place);
      assertThat(search(bytes, "needle").next(0)).isEqualTo(place);
      assertThat(search(bytes, "needle").previous(bytes.length)).isEqualTo(place);
    }
  }

  @Test
  void findsPlacesThatOverlap() throws IOException {
    byte[] bytes = "aaaa".getBytes(StandardCharsets.US_ASCII);
    assertThat(search(bytes, "aa").next(1)).isEqualTo(1);
    assertThat(search(bytes, "aa").previous(2)).isEqualTo(1);
  }

  @Test
  void findsNothingInNothingAndBeyondTheEnd() throws IOException {
    assertThat(search(new byte[0], "a").next(0)).isEqualTo(-1);
    assertThat(search(new byte[3], "abcd").previous(3)).isEqualTo(-1);
    assertThat(search(new byte[3], "a").next(1L << 40)).isEqualTo(-1);
  }

  @Test
  void endsWhenNobodyWantsTheAnswer() {
    ByteSearch search =
        new ByteSearch(
            new HeapSource("x", new byte[5]),
            new byte[] {1},
            () -> {
              throw new CancellationException();
            });
    assertThatThrownBy(() -> search.next(0)).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> search.previous(5)).isInstanceOf(CancellationException.class);
  }

  @Test
  void looksForSomeBytes() {
    assertThatThrownBy(() -> search(new byte[3], "")).isInstanceOf(IllegalArgumentException.class);
  }
}
