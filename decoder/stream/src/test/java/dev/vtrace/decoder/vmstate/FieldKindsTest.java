// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamOutcome;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every kind of field that a description can name, one at a time, in a small stream. */
class FieldKindsTest {

  /** Decodes a stream with one device of these bytes and this description of its fields. */
  private static Decoded decode(String fields, Consumer<StreamWriter> bytes) throws IOException {
    return decode(fields, "", bytes);
  }

  private static Decoded decode(String fields, String subsections, Consumer<StreamWriter> bytes)
      throws IOException {
    StreamWriter out = StreamWriter.begin("none").full(5, "dev", 0, 1);
    bytes.accept(out);
    out.footer(5)
        .describe(
            "{\"name\": \"dev\", \"instance_id\": 0, \"vmsd_name\": \"dev\", \"version\": 1,"
                + " \"fields\": ["
                + fields
                + "]"
                + subsections
                + "}");
    Decoded decoded = Decoded.of(out.end().source());
    decoded.checkCoverage();
    return decoded;
  }

  private static String field(String name, String type, int size) {
    return "{\"name\": \"" + name + "\", \"type\": \"" + type + "\", \"size\": " + size + "}";
  }

  private static void assertClean(Decoded decoded) {
    assertThat(decoded.diagnostics).isEmpty();
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  @Test
  void integersAreBigEndianAlsoWhereTheNameSaysLe() throws IOException {
    Decoded decoded =
        decode(
            field("a", "int32 le", 4) + "," + field("b", "int16", 2) + "," + field("c", "uint8", 1),
            out -> out.u32(2).u16(0xffff).u8(0xff));
    assertClean(decoded);
    assertThat(decoded.field("dev", "a").number(0)).isEqualTo(2);
    assertThat(decoded.field("dev", "b").number(0)).isEqualTo(-1);
    assertThat(decoded.field("dev", "c").number(0)).isEqualTo(255);
  }

  @Test
  void anUnknownTypeIsOpaqueAndWhatFollowsIsInPlace() throws IOException {
    Decoded decoded =
        decode(
            field("x", "made up", 3) + "," + field("b", "bool", 1), out -> out.u8(9).u16(9).u8(1));
    assertClean(decoded);
    assertThat(decoded.field("dev", "x").status()).isEqualTo(Field.Status.OPAQUE);
    assertThat(decoded.field("dev", "b").value()).isEqualTo(new Value.Bool(true));
    assertThat(decoded.summary.coverage().opaque()).isEqualTo(3);
  }

  @Test
  void arraysOfScalarsAreOneFieldArraysOfStructuresOneEach() throws IOException {
    Decoded decoded =
        decode(
            "{\"name\": \"n\", \"array_len\": 3, \"type\": \"uint16\", \"size\": 2},"
                + "{\"name\": \"s\", \"array_len\": 2, \"type\": \"struct\", \"size\": 1, \"struct\":"
                + " {\"vmsd_name\": \"i\", \"version\": 1, \"fields\": ["
                + field("v", "uint8", 1)
                + "]}}",
            out -> out.u16(1).u16(2).u16(3).u8(4).u8(5));
    assertClean(decoded);
    assertThat(decoded.field("dev", "n").value()).isEqualTo(new Value.Array(3, 2, false, false));
    assertThat(decoded.field("dev", "s[1]/v").number(0)).isEqualTo(5);
  }

  @Test
  void repeatedNamesAreNumbered() throws IOException {
    Decoded decoded =
        decode(
            field("r", "uint8", 1) + "," + field("o", "uint8", 1) + "," + field("r", "uint8", 1),
            out -> out.u8(1).u8(2).u8(3));
    assertClean(decoded);
    assertThat(decoded.field("dev", "r[0]").number(0)).isEqualTo(1);
    assertThat(decoded.field("dev", "r[1]").number(0)).isEqualTo(3);
    assertThat(decoded.field("dev", "o").index()).isEqualTo(-1);
  }

  @Test
  void subsectionsMayBeInsideStructures() throws IOException {
    Decoded decoded =
        decode(
            "{\"name\": \"s\", \"type\": \"struct\", \"size\": 13, \"struct\": {\"vmsd_name\": \"i\","
                + " \"version\": 1, \"fields\": ["
                + field("v", "uint8", 1)
                + "], \"subsections\": [{\"vmsd_name\": \"i/sub\", \"version\": 2, \"fields\": ["
                + field("w", "uint8", 1)
                + "]}]}},"
                + field("z", "uint8", 1),
            out -> out.u8(1).subsection("i/sub", 2).u8(7).u8(8));
    assertClean(decoded);
    assertThat(decoded.field("dev", "s/i/sub/w").number(0)).isEqualTo(7);
    assertThat(decoded.field("dev", "z").number(0)).isEqualTo(8);
  }

  @Test
  void aDescriptorIsOneByteThatTheDescriptionDoesNotCount() throws IOException {
    Decoded decoded =
        decode(
            "{\"name\": \"n\", \"type\": \"struct\", \"size\": 2, \"struct\": {\"vmsd_name\": \"e\","
                + " \"version\": 1, \"fields\": ["
                + field("rfd", "fd", 0)
                + ","
                + field("v", "uint16", 2)
                + "]}},"
                + field("z", "uint8", 1),
            out -> out.descriptor().u16(5).u8(6));
    assertClean(decoded);
    assertThat(decoded.summary.descriptors()).hasSize(1);
    assertThat(decoded.summary.descriptors().get(0).path()).isEqualTo("dev/n/rfd");
    assertThat(decoded.field("dev", "z").number(0)).isEqualTo(6);
  }

  @Test
  void aDescriptorThatIsInheritedIsANumber() throws IOException {
    Decoded decoded = decode(field("rfd", "fd", 4), out -> out.u32(17));
    assertClean(decoded);
    assertThat(decoded.field("dev", "rfd").number(0)).isEqualTo(17);
  }

  @Test
  void markersAndEmptyListsAreDecodedOtherListsAreOpaque() throws IOException {
    Decoded decoded =
        decode(
            field("p", "nullptr", 1)
                + ","
                + field("q", "ptr-marker", 1)
                + ","
                + field("e", "qtailq", 1)
                + ","
                + field("l", "qtailq", 3),
            out -> out.u8('0').u8('1').u8(0).u8(1).u8(9).u8(0));
    assertClean(decoded);
    assertThat(decoded.field("dev", "p").value()).isEqualTo(new Value.Named('0', 1, "null"));
    assertThat(decoded.field("dev", "q").value()).isEqualTo(new Value.Named('1', 1, "present"));
    assertThat(decoded.field("dev", "e").status()).isEqualTo(Field.Status.DECODED);
    assertThat(decoded.field("dev", "l").status()).isEqualTo(Field.Status.OPAQUE);
  }

  @Test
  void fieldsOfNoSizeAndAbsurdArraysOfThemTakeNoTime() throws IOException {
    Decoded decoded =
        decode(
            field("z", "buffer", 0)
                + ",{\"name\": \"a\", \"array_len\": 2000000000, \"type\": \"struct\", \"size\": 0,"
                + " \"struct\": {\"vmsd_name\": \"i\", \"version\": 1, \"fields\": []}}",
            out -> {});
    assertClean(decoded);
    assertThat(decoded.section("dev").fields()).hasSize(2);
  }

  @Test
  void bytesThatTheDescriptionCountsButDoesNotTellAreOpaque() throws IOException {
    Decoded decoded =
        decode(
            "{\"name\": \"s\", \"type\": \"struct\", \"size\": 5, \"struct\": {\"vmsd_name\": \"i\","
                + " \"version\": 1, \"fields\": ["
                + field("v", "uint8", 1)
                + "]}},"
                + field("z", "uint8", 1),
            out -> out.u8(1).u32(0).u8(8));
    assertThat(decoded.field("dev", "z").number(0)).isEqualTo(8);
    assertThat(decoded.summary.coverage().opaque()).isEqualTo(4);
  }

  @Test
  void aDescriptionThatClaimsTooLittleIsNoticedAtTheFooter() throws IOException {
    Decoded decoded = decode(field("v", "uint8", 1), out -> out.u8(1).u32(0xabcdef01L));
    assertThat(decoded.codes()).containsExactly(Code.DESCRIPTION_MISFIT);
    assertThat(decoded.diagnostics.get(0).path()).isEqualTo("dev/v");
    Section section = decoded.section("dev");
    assertThat(section.footer()).isTrue();
    assertThat(section.opaque()).isEqualTo(4);
    assertThat(decoded.summary.coverage().unreachable()).isZero();
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  @Test
  void aDescriptionThatClaimsTooMuchIsNoticedAtTheFooter() throws IOException {
    Decoded decoded =
        decode(
            field("v", "uint8", 1) + "," + field("w", "buffer", 1 << 30), out -> out.u8(1).u16(2));
    assertThat(decoded.codes()).containsExactly(Code.DESCRIPTION_MISFIT);
    assertThat(decoded.field("dev", "v").number(0)).isEqualTo(1);
    assertThat(decoded.section("dev").footer()).isTrue();
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
  }

  @Test
  void aPromisedSubsectionThatIsNotThereIsNoticed() throws IOException {
    Decoded decoded =
        decode(
            field("v", "uint8", 1),
            ", \"subsections\": [{\"vmsd_name\": \"dev/sub\", \"version\": 1, \"fields\": []}]",
            out -> out.u8(1));
    assertThat(decoded.codes()).containsExactly(Code.DESCRIPTION_MISFIT);
    assertThat(decoded.section("dev").footer()).isTrue();
  }

  @Test
  void structuresNestedWithoutEndAreRefused() throws IOException {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      fields.append(
          "{\"name\": \"n\", \"type\": \"struct\", \"size\": 1, \"struct\": {\"fields\": [");
    }
    fields.append(field("v", "uint8", 1));
    fields.append("]}}".repeat(200));
    Decoded decoded = decode(fields.toString(), out -> out.u8(1));
    assertThat(decoded.codes()).contains(Code.DESCRIPTION_MISFIT);
    assertThat(decoded.section("dev").footer()).isTrue();
  }
}
