// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documented schema is the one that is written. */
class FleetSchemaTest {
  private static final Path DOCUMENT = Recordings.root().resolve("samples/fleet/SCHEMA.md");

  @Test
  void documentIsThatOfTheTables() throws IOException {
    String told = Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "";
    if (Boolean.getBoolean("vtrace.write")) {
      Files.writeString(DOCUMENT, FleetSchema.markdown());
      told = FleetSchema.markdown();
    }
    assertThat(told).as("-Dvtrace.write=true writes it").isEqualTo(FleetSchema.markdown());
  }

  @Test
  void columnsAreNamedAndExplained() {
    for (FleetTable table : FleetTable.values()) {
      assertThat(table.columns().get(0).name()).isEqualTo("capture");
      for (FleetColumn column : table.columns()) {
        assertThat(column.name()).matches("[a-z][a-z_]*");
        assertThat(column.meaning()).isNotBlank().doesNotContain("|").doesNotEndWith(".");
        assertThat(column.name().endsWith("_ns"))
            .isEqualTo(column.unit() == FleetColumn.ColumnUnit.NANOSECONDS);
      }
    }
  }
}
