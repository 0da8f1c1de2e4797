// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output in the form of QEMU's script against what the script printed for the same stream. */
class AnalyzeMigrationTest {

  @TestFactory
  Stream<DynamicTest> equalsWhatTheScriptPrinted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.corpus()) {
      Path expected = Recordings.file(folder, "analyze-state.json");
      if (expected != null) {
        tests.add(
            DynamicTest.dynamicTest(
                folder.getFileName().toString(), () -> compare(folder, expected)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static void compare(Path folder, Path expected) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ByteSource source = Inputs.open(Recordings.stream(folder))) {
      new StreamDecoder(source, StreamOptions.DEFAULT).decode(new AnalyzeMigration(out));
    }
    JsonNode script = Recordings.json(expected);
    JsonNode ours = Recordings.json(out.toByteArray());
    assertThat(ours).isEqualTo(script);
    // The text is the same, too: order of keys, indentation and all.
    String text = new String(Recordings.bytes(expected), StandardCharsets.UTF_8).strip();
    assertThat(out.toString(StandardCharsets.UTF_8).strip().equals(text)).isTrue();
  }

  /** Arrays are lists whatever their type, each element as the script shows one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timer      | 8 | 00 00 00 00 00 00 00 07,ff ff ff ff ff ff ff ff",
        "float64    | 8 | 00 00 00 00 00 00 00 07,ff ff ff ff ff ff ff ff",
        "buffer     | 8 | 00 00 00 00 00 00 00 07,ff ff ff ff ff ff ff ff",
        "int64      | 8 | 0x0000000000000007,0xffffffffffffffff (-1)",
        "uint64     | 8 | 0x0000000000000007,0xffffffffffffffff",
        "int32 le   | 4 | 0x00000007,0xffffffff (-1)",
        "uint16 equal | 2 | 0x0007,0xffff (-1)",
        "uint8      | 1 | 0x07,0xff",
      })
  void arraysAreLists(String type, int size, String expected) throws IOException {
    StreamWriter stream = StreamWriter.begin("none").full(5, "dev", 0, 1);
    for (int i = 1; i < size; i++) {
      stream.u8(0);
    }
    stream.u8(7);
    for (int i = 0; i < size; i++) {
      stream.u8(0xff);
    }
    stream
        .footer(5)
        .describe(
            "{\"name\": \"dev\", \"instance_id\": 0, \"vmsd_name\": \"dev\", \"version\": 1,"
                + " \"fields\": [{\"name\": \"f\", \"array_len\": 2, \"type\": \""
                + type
                + "\", \"size\": "
                + size
                + "}]}")
        .end();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new StreamDecoder(stream.source(), StreamOptions.DEFAULT).decode(new AnalyzeMigration(out));
    JsonNode list = Recordings.json(out.toByteArray()).get("dev (5)").get("f");
    List<String> shown = new ArrayList<>();
    list.forEach(element -> shown.add(element.asText()));
    assertThat(String.join(",", shown)).isEqualTo(expected);
  }
}
