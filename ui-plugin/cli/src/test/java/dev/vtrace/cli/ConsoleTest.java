// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Console console(String target, Map<String, String> environment) {
    return new Console(InputStream.nullInputStream(), out, out, environment, target);
  }

  @Test
  void coloursOnlyWhatAPersonLooksAt() {
    assertThat(console("/dev/pts/3", Map.of()).colour()).isTrue();
    assertThat(console("/dev/tty1", Map.of()).colour()).isTrue();
    assertThat(console("/dev/pts/3", Map.of("NO_COLOR", "")).colour()).isTrue();
    assertThat(console("/dev/pts/3", Map.of("NO_COLOR", "1")).colour()).isFalse();
    assertThat(console("/dev/pts/3", Map.of("TERM", "dumb")).colour()).isFalse();
    assertThat(console("/tmp/file", Map.of()).colour()).isFalse();
    assertThat(console("pipe:[123]", Map.of()).colour()).isFalse();
  }

  @Test
  void writesUtf8WhateverTheLocale() {
    Console console = console("pipe:[1]", Map.of());
    console.out().print("\u2192 \u00b5s");
    assertThat(out.size()).isZero();
    console.out().flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\u2192 \u00b5s");
  }
}
