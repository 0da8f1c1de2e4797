// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
  /** 2026-11-23T23:59:59Z. */
  private static final long FIRST = 1_795_478_399_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "+1.5s, 1500000000",
    "+20ms, 20000000",
    "+3us, 3000",
    "23:59:59.5, 500000000",
    "00:00:01, 2000000000",
    "2026-11-24T00:00:00Z, 1000000000",
    "2026-11-24T00:00:00, 1000000000",
    "1795478399000000007, 7",
  })
  void isCountedFromTheBeginningOfTheRun(String text, long afterFirst) {
    Moment moment = Moment.of(text);
    assertThat(moment).isNotNull();
    assertThat(moment.at(FIRST) - FIRST).isEqualTo(afterFirst);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "+", "+5", "+5h", "25:00:00", "yesterday", "-5s", "+1e9s", "2026-13-01T0Z"})
  void anythingElseIsNone(String text) {
    assertThat(Moment.of(text)).isNull();
  }
}
