// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OmissionMarkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[...]",
        "...",
        "(...)",
        "[\u2026]",
        "  <snip>  ",
        "--- snip ---",
        "---8<--- cut here ---8<---",
        "[truncated]",
        "... skipping ...",
        "[... 120 lines omitted ...]",
        "Suppressed 1204 messages from qemu.service",
        "imjournal: 1204 messages lost due to rate-limiting (600 allowed within 1 seconds)",
        "Missed 12 kernel messages",
        "8 messages lost",
        "[... 8 lines omitted ...]"
      })
  void standsForOthers(String line) {
    assertThat(OmissionMark.is(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--",
        "----------",
        "***",
        "[INFO]",
        "cut",
        "more",
        "qemu-system-x86_64: Failed to connect to '/tmp/s': Connection refused",
        "vhost_user_write req:8 (SET_VRING_NUM) flags:0x1",
        "VHOST_CONFIG: (/tmp/s) vring kick idx:0 file:45",
        "lost connection to the back-end",
        "migration: 3 pages skipped",
        "imuxsock: 0 messages lost",
        "8"
      })
  void isALineLikeOthers(String line) {
    assertThat(OmissionMark.is(line)).isFalse();
  }
}
