// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.vhostuser.RingState;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Items take their states from the model by its words. */
class ItemStateTest {
  @Test
  void eachConstantOfTheModelIsTheStateOfAnItem() {
    Stream.of(
            words(Verdict.values(), Verdict::label),
            words(AttemptOutcome.values(), AttemptOutcome::label),
            words(Phase.values(), Phase::label),
            words(RingState.values(), RingState::label),
            words(DowntimePart.values(), DowntimePart::label))
        .flatMap(each -> each)
        .forEach(word -> assertThat(ItemState.of(word).label()).isEqualTo(word));
  }

  @Test
  void aWordThatNoItemHasIsNone() {
    assertThat(ItemState.find("suspended")).isEmpty();
  }

  private static <T> Stream<String> words(T[] constants, Function<T, String> label) {
    return Arrays.stream(constants).map(label);
  }
}
