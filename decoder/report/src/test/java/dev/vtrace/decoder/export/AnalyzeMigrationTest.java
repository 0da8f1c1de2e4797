// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.Recordings;
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
}
