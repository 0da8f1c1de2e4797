// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.export.FdsJson;
import dev.vtrace.decoder.export.LedgerJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The JSON of the ledgers against its schemas. */
class LedgerJsonTest {
  private static JsonSchema schema(String name) throws IOException {
    try (InputStream in = LedgerJson.class.getResourceAsStream(name)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  @Test
  void fitsTheSchemas() throws IOException {
    JsonSchema ledger = schema("vtrace-ledger-1.schema.json");
    JsonSchema fds = schema("vtrace-fds-1.schema.json");
    for (Path folder : Recordings.captures()) {
      Migration migration = Analysis.of(CaptureFolder.open(folder));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      LedgerJson.write(out, migration);
      JsonNode json = Recordings.json(out.toByteArray());
      assertThat(ledger.validate(json)).as(folder.toString()).isEmpty();
      assertThat(json.get("windows")).hasSameSizeAs(migration.windows());
      out.reset();
      FdsJson.write(out, migration);
      assertThat(fds.validate(Recordings.json(out.toByteArray()))).as(folder.toString()).isEmpty();
    }
  }

  @Test
  void aTimeIsExact() throws IOException {
    Migration migration = Analysis.of(CaptureFolder.open(Recordings.transfer()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LedgerJson.write(out, migration);
    JsonNode first = Recordings.json(out.toByteArray()).get("windows").get(0);
    long begin = Long.decode(first.get("begin").asText());
    assertThat(begin).isEqualTo(migration.windows().get(0).beginNs());
    assertThat(first.get("migration").isNull()).isTrue();
  }
}
