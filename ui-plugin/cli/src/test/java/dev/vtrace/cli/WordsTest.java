// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The notation of operands, guesses at misspelt words, and the wrapping of lines. */
class WordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "\"\"; \"\";",
        "\"\"; a; unexpected 'a'",
        "STREAM; a;",
        "STREAM; \"\"; missing STREAM",
        "STREAM; a b; unexpected 'b'",
        "A B; a; missing B",
        "A B; a b;",
        "[COMMAND]; \"\";",
        "[COMMAND]; a b; unexpected 'b'",
        "INPUT...; \"\"; missing INPUT",
        "INPUT...; a b c;",
        "[INPUT...]; \"\";",
        "one|two; two;",
        "one|two; three; 'three' is not one of one, two",
      })
  void operandsAreCheckedAgainstTheirNotation(String notation, String given, String message) {
    Operands operands = Operands.parse(notation);
    List<String> words = given.isEmpty() ? List.of() : List.of(given.split(" "));
    if (message == null) {
      assertThat(checked(operands, words)).isTrue();
    } else {
      assertThatThrownBy(() -> operands.check(words))
          .isInstanceOf(UsageException.class)
          .hasMessage(message);
    }
  }

  private static boolean checked(Operands operands, List<String> words) {
    try {
      operands.check(words);
      return true;
    } catch (UsageException e) {
      return false;
    }
  }

  @Test
  void guessesOnlyWhatIsNear() {
    List<String> words = List.of("decode", "diff", "check");
    assertThat(SimilarNames.hint("decoed", words)).contains("'decode'");
    assertThat(SimilarNames.hint("dif", words)).contains("'diff'");
    assertThat(SimilarNames.hint("dec", words)).contains("'decode'");
    assertThat(SimilarNames.hint("migrate", words)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', '', 0", "abc, abc, 0", "abc, '', 3", "abc, axc, 1", "kitten, sitting, 3"})
  void distanceIsTheNumberOfChanges(String a, String b, int distance) {
    assertThat(SimilarNames.distance(a, b)).isEqualTo(distance);
    assertThat(SimilarNames.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void wrapsBetweenWords() {
    StringBuilder text = new StringBuilder();
    HelpText.wrap(text, "word ".repeat(40) + "\n  x", 4);
    assertThat(text.toString().lines())
        .allMatch(line -> line.length() <= 80 && line.startsWith("    w"))
        .hasSize(3);
    assertThat(text).endsWith(" x\n");
  }
}
