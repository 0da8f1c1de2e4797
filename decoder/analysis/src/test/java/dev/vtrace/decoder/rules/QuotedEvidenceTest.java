// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.rules.model.EvidencePlaces;
import org.junit.jupiter.api.Test;

class QuotedEvidenceTest {
  @Test
  void aSentenceIsQuotedWholeAndWhatIsNoneIsCutBetweenWords() {
    String sentence = "qemu-system-x86_64: " + "a word ".repeat(60).strip();
    assertThat(sentence).hasSizeGreaterThan(400);
    assertThat(EvidencePlaces.shown(sentence)).isEqualTo(sentence);
    assertThat(EvidencePlaces.shown("abcd ".repeat(200)))
        .isEqualTo("abcd ".repeat(100).strip() + " ...");
    assertThat(EvidencePlaces.shown("x".repeat(2000))).isEqualTo("x".repeat(500) + " ...");
  }
}
