// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.log.QmpLeaves;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QmpLeavesTest {
  private static QmpLeaves read(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    QmpLeaves leaves = new QmpLeaves();
    assertThat(leaves.read(bytes, 0, bytes.length)).isTrue();
    return leaves;
  }

  @Test
  void valuesHaveTheNamesOfWhatTheyLieIn() {
    assertThat(read("{\"return\": {\"ram\": {\"total\": 1}, \"status\": \"active\"}}").values())
        .extracting(value -> value.path() + "=" + value.text())
        .containsExactly("return.ram.total=1", "return.status=active");
  }

  /** Each of many values in an object with a long name would hold that name once more. */
  @Test
  void memoryIsThatOfTheMessage() {
    String name = "n".repeat(10_000);
    StringBuilder json = new StringBuilder("{\"" + name + "\": {\"a0\": 0");
    for (int i = 1; i < 4000; i++) {
      json.append(", \"a").append(i).append("\": 0");
    }
    String message = json.append("}}").toString();
    long held = read(message).values().stream().mapToLong(value -> value.path().length()).sum();
    assertThat(held).isBetween(10_000L, 16L * message.length() + 4096);
  }
}
