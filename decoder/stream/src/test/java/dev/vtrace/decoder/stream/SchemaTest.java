// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that do not describe their device states, read by what describes them elsewhere. */
class SchemaTest {
  /** Larger ones add nothing but time. */
  private static final int SMALL = 2 << 20;

  private static final String FIELDS =
      "\"version\": 1, \"fields\": [{\"name\": \"a\", \"type\": \"uint32\", \"size\": 4}]";

  private static final String PLAIN =
      "{\"name\": \"one\", \"instance_id\": 0, \"vmsd_name\": \"dev\", " + FIELDS + "}";

  private static final String WITH_SUBSECTION =
      "{\"name\": \"two\", \"instance_id\": 0, \"vmsd_name\": \"dev\", "
          + FIELDS
          + ", \"subsections\": [{\"vmsd_name\": \"dev/more\", \"version\": 1, \"fields\":"
          + " [{\"name\": \"b\", \"type\": \"uint8\", \"size\": 1}]}]}";

  @TestFactory
  Stream<DynamicTest> everyRecordingIsReadByItsTwin() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.corpus()) {
      JsonNode twin = Recordings.json(folder.resolve("scenario.json")).get("same_layout_as");
      if (twin != null && Files.exists(folder.resolveSibling(twin.asText()))) {
        Path schema = folder.resolveSibling(twin.asText());
        tests.add(DynamicTest.dynamicTest(folder.getFileName() + "", () -> byTwin(folder, schema)));
      }
    }
    return tests.stream();
  }

  private static void byTwin(Path folder, Path twin) throws IOException {
    Schema schema;
    try (ByteSource source = Inputs.open(Recordings.stream(twin))) {
      schema = SchemaReader.read(source);
    }
    try (ByteSource source = Inputs.open(Recordings.stream(folder))) {
      Decoded alone = Decoded.of(source);
      Decoded decoded = Decoded.of(source, new StreamOptions(schema, null, false));
      decoded.checkCoverage();
      assertThat(decoded.summary.coverage().unreachable()).isZero();
      assertThat(decoded.summary.coverage().opaque()).isZero();
      assertThat(decoded.codes()).doesNotContain(Code.SCHEMA_MISFIT, Code.NOT_DESCRIBED);
      // A cancelled migration, and one whose QEMU gave up while it wrote, end early.
      String name = folder.getFileName().toString();
      boolean cut = name.contains("cancelled") || name.equals("q100-no-configuration");
      StreamOutcome outcome = cut ? StreamOutcome.TRUNCATED : StreamOutcome.COMPLETE;
      assertThat(decoded.summary.outcome()).isEqualTo(outcome);
      assertThat(alone.summary.outcome()).isEqualTo(outcome);
      assertThat(alone.summary.coverage().unreachable()).isZero();
    }
  }

  /** What a stream says must not depend on whether its description is its own or borrowed. */
  @TestFactory
  Stream<DynamicTest> aStreamCutOffBeforeItsDescriptionReadsTheSame() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.corpus()) {
      byte[] whole = Recordings.bytes(Recordings.stream(folder));
      if (whole.length < SMALL) {
        tests.add(DynamicTest.dynamicTest(folder.getFileName() + "", () -> cutOff(whole)));
      }
    }
    return tests.stream();
  }

  private static void cutOff(byte[] whole) throws IOException {
    Decoded own = Decoded.of(new HeapSource("whole", whole));
    Section last = own.sections.get(own.sections.size() - 1);
    assumeTrue(
        last.kind() == SectionKind.VMDESCRIPTION, "skipped: it has no description at its end");
    Schema schema = SchemaReader.read(new HeapSource("whole", whole));
    byte[] rest = Arrays.copyOf(whole, (int) last.offset());
    Decoded borrowed =
        Decoded.of(new HeapSource("rest", rest), new StreamOptions(schema, null, false));
    assertThat(borrowed.summary.outcome()).isEqualTo(own.summary.outcome());
    for (int i = 0; i < borrowed.sections.size(); i++) {
      Section section = borrowed.sections.get(i);
      assertThat(section.name()).isEqualTo(own.sections.get(i).name());
      assertThat(section.fields()).isEqualTo(own.sections.get(i).fields());
    }
  }

  @Test
  void subsectionsAreOptionalAndLearnedFromOtherDevices() throws IOException {
    byte[] schema =
        StreamWriter.begin("m").describe(PLAIN).describe(WITH_SUBSECTION).end().toBytes();
    StreamWriter stream = StreamWriter.begin("m");
    stream.full(1, "one", 0, 1).u32(7).subsection("dev/more", 1).u8(9).footer(1);
    stream.full(2, "two", 0, 1).u32(8).footer(2);
    stream.full(3, "0000:00:01.0/two", 4, 1).u32(8).footer(3).u8(0);
    Decoded decoded = with(schema, stream.source());
    assertThat(decoded.codes()).isEmpty();
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(decoded.field("one", "dev/more/b").number(0)).isEqualTo(9);
    assertThat(decoded.section("two").fields()).hasSize(1);
    assertThat(decoded.field("0000:00:01.0/two", "a").number(0)).isEqualTo(8);
  }

  @Test
  void anArrayOfAnotherLengthIsFoundByTheFooter() throws IOException {
    String array =
        "{\"name\": \"one\", \"instance_id\": 0, \"vmsd_name\": \"dev\", \"version\": 1,"
            + " \"fields\": [{\"name\": \"v\", \"type\": \"uint8\", \"size\": 1, \"array_len\":"
            + " 3}]}";
    byte[] schema = StreamWriter.begin("m").describe(array).end().toBytes();
    for (int length : new int[] {1, 5}) {
      StreamWriter stream = StreamWriter.begin("m").full(1, "one", 0, 1).zeros(length).footer(1);
      stream.full(2, "one", 0, 1).zeros(3).footer(2).u8(0);
      Decoded decoded = with(schema, stream.source());
      decoded.checkCoverage();
      assertThat(decoded.codes()).containsExactly(Code.SCHEMA_MISFIT);
      assertThat(decoded.summary.errors()).isZero();
      assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
      assertThat(decoded.summary.coverage().unreachable()).isZero();
    }
  }

  @Test
  void withoutFootersTheNextHeaderEndsASection() throws IOException {
    StreamWriter stream = ramWithoutFooter().full(5, "one", 0, 1).u32(7);
    stream.full(6, "two", 0, 1).u32(8).full(7, "0000:00:01.0/three", 0, 1).u32(9).u8(0);
    Decoded alone = Decoded.of(stream.source());
    alone.checkCoverage();
    assertThat(alone.codes()).containsExactly(Code.NO_DESCRIPTION);
    assertThat(alone.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(alone.section("two").opaque()).isEqualTo(4);
    assertThat(alone.section("0000:00:01.0/three").opaque()).isEqualTo(4);
    byte[] schema =
        StreamWriter.begin("m").describe(PLAIN).describe(WITH_SUBSECTION).end().toBytes();
    Decoded decoded = with(schema, stream.source());
    assertThat(decoded.field("two", "a").number(0)).isEqualTo(8);
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  private static StreamWriter ramWithoutFooter() {
    StreamWriter stream = new StreamWriter().text("QEVM").u32(3);
    stream.u8(1).u32(2).shortText("ram").u32(0).u32(4).u64(4).u64(0x10);
    return stream.u8(3).u32(2).u64(0x10);
  }

  private static final String DUMP =
      "{\"vmschkmachine\": {\"Name\": \"pc\"}, \"dev-type\": {\"Name\": \"dev-type\","
          + " \"version_id\": 2, \"Description\": {\"name\": \"dev\", \"version_id\": 2,"
          + " \"minimum_version_id\": 1, \"Fields\": ["
          + "{\"field\": \"a\", \"version_id\": 0, \"field_exists\": false, \"size\": 4},"
          + "{\"field\": \"maybe\", \"version_id\": 0, \"field_exists\": true, \"size\": 8},"
          + "{\"field\": \"late\", \"version_id\": 2, \"field_exists\": false, \"size\": 2}],"
          + "\"Subsections\": [{\"name\": \"dev/more\", \"version_id\": 1, \"Fields\":"
          + " [{\"field\": \"b\", \"version_id\": 0, \"field_exists\": false, \"size\": 1}]}]}}}";

  @Test
  void aDumpTellsNamesWhereOneWayOnlyFillsTheSection() throws IOException {
    StreamWriter stream = StreamWriter.begin("m");
    stream.full(1, "x/dev", 0, 2).u32(7).u16(1).footer(1);
    stream.full(2, "y/dev", 0, 2).u32(7).u64(3).u16(1).footer(2);
    stream.full(3, "z/dev", 0, 1).u32(7).subsection("dev/more", 1).u8(5).footer(3);
    stream.full(4, "w/dev", 0, 2).zeros(7).footer(4).full(5, "other", 0, 1).u8(1).footer(5).u8(0);
    Decoded decoded = with(DUMP.getBytes(StandardCharsets.UTF_8), stream.source());
    decoded.checkCoverage();
    assertThat(labels(decoded.section("x/dev"))).containsExactly("a", "late");
    assertThat(labels(decoded.section("y/dev"))).containsExactly("a", "maybe", "late");
    assertThat(labels(decoded.section("z/dev"))).containsExactly("a", "dev/more");
    assertThat(labels(decoded.section("w/dev"))).containsExactly("(not described)");
    assertThat(decoded.codes()).containsExactly(Code.SCHEMA_OF_SIZES);
    assertThat(decoded.diagnostics.get(0).message())
        .contains("3 device sections can be read, 2 cannot: w/dev, other");
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  private static List<String> labels(Section section) {
    List<String> labels = new ArrayList<>();
    for (Field field : section.fields()) {
      labels.add(field.label());
    }
    return labels;
  }

  @Test
  void aBareDescriptionIsASchema() throws IOException {
    String bare = "{\"page_size\": 8192, \"devices\": [" + PLAIN + "]}";
    StreamWriter stream = StreamWriter.begin("m").full(1, "one", 0, 1).u32(7).footer(1).u8(0);
    Decoded decoded = with(bare.getBytes(StandardCharsets.UTF_8), stream.source());
    assertThat(decoded.field("one", "a").number(0)).isEqualTo(7);
    assertThat(decoded.summary.pageSize()).isEqualTo(8192);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "QEVM", "{", "{}", "[]", "null", "{\"a\": 1}", "\u0000\u0001", "text"})
  void whatIsNoSchemaIsRefused(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SchemaReader.read(new HeapSource("f.json", bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("f.json: ");
  }

  @Test
  void aSchemaCutAnywhereIsRefusedOrRead() throws IOException {
    StreamWriter stream = StreamWriter.begin("m").full(1, "x/dev", 0, 2).u32(7).u16(1).footer(1);
    HeapSource source = stream.u8(0).source();
    for (String whole : List.of(DUMP, "{\"devices\": [" + WITH_SUBSECTION + "]}")) {
      byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
      for (int length = 0; length < bytes.length; length++) {
        Schema schema;
        try {
          schema = SchemaReader.read(new HeapSource("cut", Arrays.copyOf(bytes, length)));
        } catch (IOException refused) {
          continue;
        }
        Decoded decoded = Decoded.of(source, new StreamOptions(schema, null, false));
        assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
      }
    }
  }

  @Test
  void aHostileDumpDoesNotTakeForEver() throws IOException {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      fields.append(i == 0 ? "" : ",");
      fields.append("{\"field\": \"f\", \"field_exists\": true, \"size\": 1}");
    }
    String dump = "{\"t\": {\"Description\": {\"name\": \"dev\", \"Fields\": [" + fields + "]}}}";
    StreamWriter stream = StreamWriter.begin("m").full(1, "dev", 0, 1).zeros(1500).footer(1).u8(0);
    Decoded decoded = with(dump.getBytes(StandardCharsets.UTF_8), stream.source());
    assertThat(decoded.section("dev").opaque()).isEqualTo(1500);
  }

  private static Decoded with(byte[] schema, ByteSource stream) throws IOException {
    Schema read = SchemaReader.read(new HeapSource("schema", schema));
    return Decoded.of(stream, new StreamOptions(read, null, false));
  }
}
