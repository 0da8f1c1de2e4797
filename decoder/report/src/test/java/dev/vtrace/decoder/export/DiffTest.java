// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.compare.DescribedLayout;
import dev.vtrace.decoder.compare.DiffVisitor;
import dev.vtrace.decoder.compare.LayoutChange;
import dev.vtrace.decoder.compare.LayoutDiff;
import dev.vtrace.decoder.compare.PathFilter;
import dev.vtrace.decoder.compare.StreamDiff;
import dev.vtrace.decoder.stream.SchemaReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people and programs see of differences. */
class DiffTest {
  private static final String DEVICE =
      "{\"name\": \"dev\", \"instance_id\": 0, \"vmsd_name\": \"dev\", \"version\": 1, \"fields\":"
          + " [{\"name\": \"a\", \"type\": \"uint64\", \"size\": 8},{\"name\": \"list\", \"type\":"
          + " \"uint16\", \"size\": 2, \"array_len\": 4},{\"name\": \"raw\", \"type\": \"buffer\","
          + " \"size\": 6}]}";

  private static HeapSource stream(String name, long a, int third, String raw) {
    StreamWriter stream = StreamWriter.begin("m").full(3, "dev", 0, 1).u64(a);
    stream.u16(1).u16(2).u16(third).u16(third).text(raw).footer(3).describe(DEVICE).end();
    return new HeapSource(name, stream.toBytes());
  }

  private static void compare(DiffVisitor visitor) throws IOException {
    HeapSource a = stream("a.bin", 1L << 60, 3, "abcdef");
    HeapSource b = stream("b.bin", 5, 4, "abcdeX");
    new StreamDiff(a, b, null, PathFilter.NONE).compare(visitor);
  }

  @Test
  void text() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    compare(new DiffText(new PrintStream(out, true, StandardCharsets.UTF_8), false));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "a.bin -> b.bin",
            "",
            "~ dev/a                                             0x1000000000000000 -> 5",
            "~ dev/list[2]                                       3 -> 4  (2 of 4 elements differ)",
            "~ dev/raw+5                                         66 -> 58",
            "",
            "3 differences in 2 sections, 1 of them equal");
  }

  @Test
  void json() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    compare(new DiffJson(out));
    JsonNode root = Recordings.json(out.toByteArray());
    assertThat(root.get("format").asText()).isEqualTo("vtrace-diff/1");
    assertThat(root.get("differing").asInt()).isEqualTo(3);
    check("vtrace-diff-1.schema.json", root);
    JsonNode first = root.get("differences").get(0);
    assertThat(first.get("kind").asText()).isEqualTo("changed");
    assertThat(first.get("path").asText()).isEqualTo("dev/a");
    assertThat(first.get("old").get("value").asText()).isEqualTo("0x1000000000000000");
    assertThat(first.get("new").get("value").asInt()).isEqualTo(5);
    JsonNode list = root.get("differences").get(1);
    assertThat(list.get("unit").asText()).isEqualTo("element");
    assertThat(list.get("first").asInt()).isEqualTo(2);
    assertThat(list.get("differing").asInt()).isEqualTo(2);
    assertThat(root.get("b").get("outcome").asText()).isEqualTo("complete");
  }

  @Test
  void realStreamsFitTheSchema() throws IOException {
    Path transfer = Recordings.stream(Recordings.transfer());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ByteSource a = Inputs.open(transfer);
        ByteSource b = new HeapSource("cut", Arrays.copyOf(Recordings.bytes(transfer), 250_000))) {
      new StreamDiff(a, b, null, PathFilter.NONE).compare(new DiffJson(out));
    }
    JsonNode root = Recordings.json(out.toByteArray());
    assertThat(root.get("differences")).isNotEmpty();
    check("vtrace-diff-1.schema.json", root);
  }

  private static void check(String name, JsonNode json) throws IOException {
    try (InputStream in = DiffJson.class.getResourceAsStream(name)) {
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
      assertThat(schema.validate(json)).isEmpty();
    }
  }

  @Test
  void dumpsWithoutLengthsSaySo() throws IOException {
    String text =
        "{\"t\": {\"Description\": {\"name\": \"s\", \"version_id\": 1, \"Fields\": [{\"field\":"
            + " \"a\", \"size\": 4}]}}}";
    String told = text.replace("\"size\"", "\"num\": 3, \"size\"");
    String conclusion = "how long arrays are; dumps of QEMU 10.0 and later do";
    assertThat(last(text, told)).isEqualTo("a does not tell " + conclusion);
    assertThat(last(told, text)).isEqualTo("b does not tell " + conclusion);
    assertThat(last(text, text)).isEqualTo("neither dump tells " + conclusion);
    assertThat(last(told, told)).startsWith("0 changes");
  }

  /** The last line about two layouts. */
  private static String last(String old, String now) throws IOException {
    DescribedLayout before = layout(old);
    DescribedLayout after = layout(now);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new DiffLayoutText(new PrintStream(text, true, StandardCharsets.UTF_8), false)
        .print("a", "b", before, after, LayoutDiff.compare(before, after));
    List<String> lines = text.toString(StandardCharsets.UTF_8).lines().toList();
    return lines.get(lines.size() - 1);
  }

  private static DescribedLayout layout(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return DescribedLayout.of(SchemaReader.read(new HeapSource("x", bytes)));
  }

  @Test
  void layouts() throws IOException {
    DescribedLayout before = DescribedLayout.of(SchemaReader.read(stream("a", 1, 1, "abcdef")));
    String changed = DEVICE.replace("\"uint64\", \"size\": 8", "\"uint32\", \"size\": 4");
    byte[] other = StreamWriter.begin("m").describe(changed).end().toBytes();
    DescribedLayout after = DescribedLayout.of(SchemaReader.read(new HeapSource("b", other)));
    List<LayoutChange> changes = LayoutDiff.compare(before, after);

    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new DiffLayoutText(new PrintStream(text, true, StandardCharsets.UTF_8), false)
        .print("a", "b", before, after, changes);
    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "a -> b",
            "",
            "error VT0223  dev/a",
            "  breaks both directions: the field has 4 bytes, it had 8 bytes",
            "",
            "old -> new  broken by 1 change",
            "new -> old  broken by 1 change",
            "1 change, 0 of them may break migration, 0 do not");

    ByteArrayOutputStream json = new ByteArrayOutputStream();
    DiffLayoutJson.write(json, "a", "b", before, after, changes);
    JsonNode root = Recordings.json(json.toByteArray());
    check("vtrace-layout-diff-1.schema.json", root);
    assertThat(root.get("format").asText()).isEqualTo("vtrace-layout-diff/1");
    assertThat(root.get("changes").get(0).get("breaks").asText()).isEqualTo("both");
    assertThat(root.get("lengthsKnown").asBoolean()).isTrue();
  }
}
