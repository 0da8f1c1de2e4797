// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.DecodedJson;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.export.Hex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Recorded backend transfers against their ground truth: an independent parse of the device section
 * and the descriptors as they crossed the wire. The files drive the tests.
 */
class CapturedTransferTest {

  @TestFactory
  Stream<DynamicTest> withRecordedDescriptors() throws IOException {
    return each(true);
  }

  @TestFactory
  Stream<DynamicTest> fromTheLayoutAlone() throws IOException {
    return each(false);
  }

  private static Stream<DynamicTest> each(boolean withLog) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.captures()) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> isStream(file.getFileName().toString()))
            .sorted()
            .forEach(
                file -> {
                  String name = folder.getFileName() + "/" + file.getFileName();
                  tests.add(DynamicTest.dynamicTest(name, () -> compare(folder, file, withLog)));
                });
      }
    }
    return tests.stream();
  }

  private static boolean isStream(String name) {
    return name.startsWith("stream") && (name.endsWith(".bin") || name.endsWith(".bin.xz"));
  }

  private static void compare(Path folder, Path file, boolean withLog) throws IOException {
    String plain = file.getFileName().toString().replace(".xz", "");
    Path fds = Recordings.file(folder, plain.replace(".bin", ".fds.jsonl"));
    DescriptorLog log = withLog && fds != null && Files.size(fds) > 0 ? log(fds) : null;
    JsonNode decoded;
    try (ByteSource source = Inputs.open(file)) {
      decoded = DecodedJson.of(source, log);
    }
    assertThat(decoded.at("/coverage/unreachable").asLong()).isZero();
    descriptors(decoded, fds);
    Path truth = Recordings.file(folder, "device-section-truth.json");
    JsonNode devices = truth == null ? null : Recordings.json(truth).get(plain);
    if (devices != null) {
      fields(decoded, devices, Recordings.bytes(file));
    }
    boolean cut = ends(devices) || decoded.get("outcome").asText().equals("truncated");
    assertThat(decoded.get("outcome").asText()).isEqualTo(cut ? "truncated" : "complete");
    if (cut) {
      assertThat(decoded.get("diagnostics").toString()).contains("the input ends");
    } else {
      assertThat(decoded.at("/coverage/opaque").asLong()).isZero();
    }
  }

  private static boolean ends(JsonNode devices) {
    return devices != null && devices.toString().contains("STREAM ENDS");
  }

  private static DescriptorLog log(Path fds) throws IOException {
    try (var in = Files.newInputStream(fds)) {
      return DescriptorLogReader.read(fds.toString(), in);
    }
  }

  private static void descriptors(JsonNode decoded, Path fds) throws IOException {
    List<Long> expected = new ArrayList<>();
    if (fds != null && Files.size(fds) > 0) {
      for (DescriptorLog.LoggedDescriptor entry : log(fds).entries()) {
        expected.add(entry.offset());
      }
    }
    List<Long> found = new ArrayList<>();
    for (JsonNode fd : decoded.get("fds")) {
      found.add(fd.get("offset").asLong());
    }
    assertThat(found).isEqualTo(expected);
  }

  private static void fields(JsonNode decoded, JsonNode devices, byte[] stream) {
    Map<String, List<JsonNode>> bySpan = new HashMap<>();
    for (JsonNode section : decoded.get("sections")) {
      index(section.get("fields"), bySpan);
    }
    for (JsonNode device : devices) {
      for (JsonNode truth : device) {
        if (truth.get("len").asLong() > 0) {
          field(truth, bySpan, stream);
        }
      }
    }
  }

  private static void field(JsonNode truth, Map<String, List<JsonNode>> bySpan, byte[] stream) {
    String name = truth.get("name").asText();
    int offset = truth.get("off").asInt();
    int length = truth.get("len").asInt();
    List<JsonNode> here = bySpan.get(offset + "+" + length);
    assertThat(here).as("a field for %s at %s, %s bytes", name, offset, length).isNotNull();
    JsonNode value = truth.get("value");
    if (value.isNumber()) {
      List<String> values = new ArrayList<>();
      for (JsonNode field : here) {
        values.add(number(field.get("value")));
      }
      assertThat(values).as(name).contains(Long.toString(value.asLong()));
    } else if (name.contains("FD byte")) {
      assertThat(here).as(name).anyMatch(field -> field.has("fd"));
      assertThat(stream[offset]).isEqualTo((byte) 0x20);
    } else if (!value.asText().isEmpty()) {
      byte[] content = Arrays.copyOfRange(stream, offset, offset + length);
      assertThat(Hex.digits(content)).as(name).startsWith(value.asText());
    }
  }

  private static String number(JsonNode value) {
    if (value == null) {
      return "none";
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "1" : "0";
    }
    return value.isTextual() && value.asText().startsWith("0x")
        ? Long.toString(Long.parseUnsignedLong(value.asText().substring(2), 16))
        : value.asText();
  }

  private static void index(JsonNode fields, Map<String, List<JsonNode>> bySpan) {
    for (JsonNode field : fields) {
      String span = field.get("offset").asLong() + "+" + field.get("length").asLong();
      bySpan.computeIfAbsent(span, s -> new ArrayList<>()).add(field);
      if (field.has("children")) {
        index(field.get("children"), bySpan);
      }
    }
  }
}
