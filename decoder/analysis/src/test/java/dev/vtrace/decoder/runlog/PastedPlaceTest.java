// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedPlaceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "src.log:12 src.log LINE 12",
        "src.log:12:5 src.log LINE 12",
        "(a/b/src.log:12), a/b/src.log LINE 12",
        "bundle.vtrace/src.log:7: bundle.vtrace/src.log LINE 7",
        "stream.bin@4096 stream.bin OFFSET 4096",
        "stream.bin@245,323 stream.bin OFFSET 245323",
        "stream.bin@0x10 stream.bin OFFSET 16",
        "vu.jsonl#3 vu.jsonl MESSAGE 3",
      })
  void isWhatCommandsPrint(String pasted, String file, PastedPlace.PlaceUnit unit, long number) {
    PastedPlace place = PastedPlace.of(pasted);
    assertThat(place).isNotNull();
    assertThat(place.file()).isEqualTo(file);
    assertThat(place.unit()).isEqualTo(unit);
    assertThat(place.number()).isEqualTo(number);
  }

  @Test
  void aConnectionIsNamedByWhatFollowsItsFile() {
    PastedPlace place = PastedPlace.of("vu.pcapng#disk0");
    assertThat(place).isNotNull();
    assertThat(place.connection()).isEqualTo("disk0");
    assertThat(place.number()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "src.log", "src.log:", ":12", "@7", "src.log:x", "a@-1", "#"})
  void anythingElseIsNone(String pasted) {
    assertThat(PastedPlace.of(pasted)).isNull();
  }
}
