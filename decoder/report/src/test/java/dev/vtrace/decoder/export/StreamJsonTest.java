// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.vtrace.decoder.DecodedJson;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The JSON of streams against its schema and its promises. */
class StreamJsonTest {
  private static JsonSchema schema;

  @BeforeAll
  static void load() throws IOException {
    try (InputStream in = StreamJson.class.getResourceAsStream("vtrace-stream-1.schema.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  @Test
  void fitsTheSchema() throws IOException {
    for (Path folder : Recordings.captures()) {
      Path stream = Recordings.stream(folder);
      if (stream != null) {
        try (ByteSource source = Inputs.open(stream)) {
          check(folder.toString(), DecodedJson.of(source, null));
        }
      }
    }
  }

  @Test
  void fitsTheSchemaWhereTheInputIsCut() throws IOException {
    byte[] whole = Recordings.bytes(Recordings.stream(Recordings.transfer()));
    for (int length = 1; length < whole.length; length += whole.length / 23) {
      check("cut at " + length, DecodedJson.of(new HeapSource("cut", whole, length), null));
    }
  }

  private static void check(String what, JsonNode json) {
    Set<ValidationMessage> faults = schema.validate(json);
    assertThat(faults).as(what).isEmpty();
    JsonNode coverage = json.get("coverage");
    long sum =
        coverage.get("decoded").asLong()
            + coverage.get("opaque").asLong()
            + coverage.get("unreachable").asLong();
    assertThat(sum).as(what).isEqualTo(coverage.get("total").asLong());
  }

  @Test
  void showsTheBytesOfEachFieldWhenAsked() throws IOException {
    Path folder = Recordings.transfer();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ByteSource source = Inputs.open(Recordings.stream(folder));
        StreamJson json = new StreamJson(out, new Glob("apic"), true)) {
      new StreamDecoder(source, StreamOptions.DEFAULT).decode(json);
    }
    JsonNode json = Recordings.json(out.toByteArray());
    assertThat(json.get("sections"))
        .allMatch(section -> section.get("name").asText().equals("apic"));
    JsonNode field = json.at("/sections/0/fields/0");
    assertThat(field.get("hex").asText()).hasSize(2 * field.get("length").asInt());
  }

  @Test
  void numbersDescriptorsAcrossSectionsThatAreLeftOut() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ByteSource source = Inputs.open(Recordings.stream(Recordings.transfer()));
        StreamJson json = new StreamJson(out, new Glob("*vhost-user-blk"), false)) {
      new StreamDecoder(source, StreamOptions.DEFAULT).decode(json);
    }
    JsonNode json = Recordings.json(out.toByteArray());
    assertThat(json.findValues("fd").get(0).asInt()).isZero();
    assertThat(json.get("fds")).hasSize(12);
  }

  @Test
  void writesLargeIntegersAsText() throws IOException {
    JsonNode json;
    try (ByteSource source = Inputs.open(Recordings.stream(Recordings.transfer()))) {
      json = DecodedJson.of(source, null);
    }
    assertThat(json.toString()).contains("\"0xffffffffffff");
  }
}
