// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNamesTest {
  private final FileNames names = new FileNames();

  @Test
  void namesStayReadable() {
    assertThat(names.of("pc.ram")).isEqualTo("pc.ram.ram");
    assertThat(names.of("/rom@etc/acpi/tables")).isEqualTo("_rom@etc_acpi_tables.ram");
  }

  @Test
  void noNameLeadsElsewhere() {
    assertThat(names.of("../../etc/passwd")).isEqualTo("_._.._etc_passwd.ram");
    assertThat(names.of("..")).doesNotStartWith(".");
    assertThat(names.of("-rf")).doesNotStartWith("-");
    assertThat(names.of("")).isEqualTo("_.ram");
    assertThat(names.of("a\\b:c\0d\ne")).isEqualTo("a_b_c_d_e.ram");
    assertThat(names.of("x".repeat(255)).length()).isLessThan(120);
  }

  @Test
  void noTwoBlocksShareAFile() {
    assertThat(names.of("a/b")).isNotEqualTo(names.of("a:b"));
    assertThat(names.of("RAM").equalsIgnoreCase(names.of("ram"))).isFalse();
  }
}
