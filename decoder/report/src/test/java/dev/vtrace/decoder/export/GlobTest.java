// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "ram, ram, true",
    "ram, ramp, false",
    "r?m, rim, true",
    "*blk, 0000:00:01.0/vhost-user-blk, true",
    "*user*blk, 0000:00:01.0/vhost-user-blk, true",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-b-b, false",
    "'', a, false",
  })
  void matchesNamesAsAWhole(String pattern, String name, boolean matches) {
    assertThat(new Glob(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void manyStarsTakeNoTime() {
    assertThat(new Glob("*a".repeat(50) + "b").matches("a".repeat(20_000))).isFalse();
  }

  @Test
  void aSectionMayBeNamedWithoutItsBusAddress() {
    assertThat(new Glob("vhost-*").section("0000:00:01.0/vhost-user-blk")).isTrue();
  }
}
