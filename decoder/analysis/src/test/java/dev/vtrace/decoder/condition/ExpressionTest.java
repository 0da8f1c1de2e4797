// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.condition.Expression.BadExpression;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final Map<String, ModelValue> NAMES =
      Map.of(
          "queue", ModelValue.of(1),
          "verdict", ModelValue.of("skipped"),
          "queue[0].state", ModelValue.of("transferred"),
          "features", ModelValue.hex(0x140000000L),
          "features.VERSION_1", ModelValue.of(true),
          "top", ModelValue.hex(-1L));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "queue == 1 && verdict == \"skipped\" ; true",
        "queue == 1 && verdict == 'executed' ; false",
        "queue == 2 || verdict != 'executed' ; true",
        "queue==1||nope==2&&nope==3 ; true",
        "!(queue == 1) ; false",
        "!!features.VERSION_1 ; true",
        "features.MQ ; none",
        "!features.MQ ; true",
        "features.MQ == none ; true",
        "features & 0x100000000 ; 0x100000000",
        "(features & 0x2) == 0 ; true",
        "queue[0].state ; transferred",
        "queue [ 0 ] . state =~ 'trans' ; true",
        "top > 1 ; true",
        "queue < 2 ; true",
        "queue >= 1 ; true",
        "queue <= 0 ; false",
        "0x10 == 16 ; true",
        "-1 == top ; true",
        "verdict == 1 ; false",
        "nope == nope ; true",
        "nope < 1 ; false",
      })
  void values(String text, String expected) throws BadExpression {
    ModelValue datum = Expression.parse(text).value(NAMES::get);
    assertThat(datum == null ? "none" : datum.text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "(",
        ")",
        "a b",
        "a = 1",
        "a ==",
        "'open",
        "1x",
        "a.",
        "a[",
        "a[1",
        "a[x]",
        "&&",
        "a == 99999999999999999999",
        "a + 1",
        "!",
      })
  void whatIsNoneIsRefusedInASentence(String text) {
    assertThatThrownBy(() -> Expression.parse(text))
        .isInstanceOf(BadExpression.class)
        .message()
        .isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100_000})
  void depthIsLimited(int depth) {
    assertThatThrownBy(() -> Expression.parse("(".repeat(depth) + "1" + ")".repeat(depth)))
        .isInstanceOf(BadExpression.class)
        .hasMessageContaining("too many parentheses");
  }
}
