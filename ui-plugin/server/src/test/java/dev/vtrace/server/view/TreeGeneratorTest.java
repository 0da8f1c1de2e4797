// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.gson.JsonParser;
import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.export.FdsJson;
import dev.vtrace.decoder.export.LedgerJson;
import dev.vtrace.decoder.export.TimelineIds;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeGeneratorTest {
  private interface Writing {
    void to(JsonGenerator out) throws IOException;
  }

  /** What is written is what the text of the same would be parsed to. */
  private static void same(Writing writing) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      writing.to(out);
    }
    try (TreeGenerator out = new TreeGenerator()) {
      writing.to(out);
      assertThat(out.tree().toString()).isEqualTo(JsonParser.parseString("" + text).toString());
    }
  }

  @Test
  void allValues() throws IOException {
    same(
        out -> {
          out.writeStartObject();
          out.writeNumberField("int", -5);
          out.writeNumberField("long", Long.MIN_VALUE);
          out.writeNumberField("double", 0.1 + 0.2);
          out.writeNumberField("float", 1.5f);
          out.writeNumberField("decimal", new BigDecimal("1.25"));
          out.writeFieldName("unsigned");
          out.writeNumber(new BigInteger("18446744073709551615"));
          out.writeBooleanField("yes", true);
          out.writeNullField("nothing");
          out.writeStringField("text", "a \"b\"\n\u001b \u20ac");
          out.writeBinaryField("bytes", new byte[] {1, 2, 3});
          out.writeArrayFieldStart("list");
          out.writeStartArray();
          out.writeEndArray();
          out.writeStartObject();
          out.writeStringField("inner", "");
          out.writeEndObject();
          out.writeString("last");
          out.writeEndArray();
          out.writeEndObject();
          out.writeRaw('\n');
        });
  }

  @Test
  void theExports() throws IOException {
    Migration migration =
        Analysis.of(CaptureFolder.open(Path.of("../../samples/backend-transfer-2q")));
    same(out -> LedgerJson.write(out, migration, List.of(), TimelineIds.NONE));
    same(out -> FdsJson.write(out, migration, null));
  }

  @Test
  void aValueWithoutItsName() throws IOException {
    try (TreeGenerator out = new TreeGenerator()) {
      out.writeStartObject();
      assertThatThrownBy(() -> out.writeString("x")).isInstanceOf(JsonGenerationException.class);
      out.writeEndObject();
    }
  }
}
