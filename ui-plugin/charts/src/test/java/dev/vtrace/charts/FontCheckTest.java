// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;

class FontCheckTest {
  @Test
  void passesWhereTextCanBeMeasured() {
    assertThatCode(FontCheck::require).doesNotThrowAnyException();
  }

  @Test
  void saysWhatToInstallWhereItCannot() {
    assertThatIOException()
        .isThrownBy(
            () ->
                FontCheck.require(
                    () -> {
                      throw new UnsatisfiedLinkError("libfontmanager.so");
                    }))
        .withMessageContaining("fonts-dejavu-core")
        .withCauseInstanceOf(UnsatisfiedLinkError.class);
  }
}
