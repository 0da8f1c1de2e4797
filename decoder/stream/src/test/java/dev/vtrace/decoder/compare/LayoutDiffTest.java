// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.stream.SchemaReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layouts compared by whether a change breaks migration. */
class LayoutDiffTest {

  /**
   * A dump of one device: fields as NAME:SIZE, with xN for elements, ? for a condition and @N for a
   * version.
   */
  private static String dump(int version, int minimum, String fields, String... subsections) {
    StringBuilder json = new StringBuilder();
    json.append("{\"t\": {\"Name\": \"t\", \"Description\": {\"name\": \"s\", \"version_id\": ");
    json.append(version).append(", \"minimum_version_id\": ").append(minimum);
    json.append(", \"Fields\": [").append(fields(fields)).append("], \"Subsections\": [");
    for (String subsection : subsections) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",");
      json.append("{\"name\": \"").append(subsection).append("\", \"version_id\": 1,");
      json.append("\"minimum_version_id\": 1, \"Fields\": []}");
    }
    return json.append("]}}}").toString();
  }

  private static String fields(String notation) {
    StringBuilder json = new StringBuilder();
    for (String word : notation.split(" +")) {
      if (word.isEmpty()) {
        continue;
      }
      String name = word.substring(0, word.indexOf(':'));
      String rest = word.substring(word.indexOf(':') + 1);
      int at = rest.indexOf('@');
      String size = at < 0 ? rest : rest.substring(0, at);
      json.append(json.length() == 0 ? "" : ",");
      json.append("{\"field\": \"").append(name).append("\", \"version_id\": ");
      json.append(at < 0 ? "0" : rest.substring(at + 1));
      json.append(", \"field_exists\": ").append(size.endsWith("?"));
      String[] elements = size.replace("?", "").split("x");
      json.append(elements.length < 2 ? "" : ", \"num\": " + elements[1]);
      json.append(", \"size\": ").append(elements[0]).append('}');
    }
    return json.toString();
  }

  private static List<String> compare(String a, String b) throws IOException {
    List<String> out = new ArrayList<>();
    for (LayoutChange change : LayoutDiff.compare(layout(a), layout(b))) {
      out.add(
          change.diagnostic().code().name().substring("LAYOUT_".length())
              + " "
              + change.diagnostic().path()
              + " "
              + change.breaks().label());
    }
    return out;
  }

  private static DescribedLayout layout(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return DescribedLayout.of(SchemaReader.read(new HeapSource("x.json", bytes)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a:4 b:2         | a:4 b:2       | \"\"",
        "a:4             | a:4 b:2       | FIELD_ADDED t/b both",
        "a:4 b:2         | a:4           | FIELD_REMOVED t/b both",
        "a:4 b:2         | a:4 b:8       | FIELD_RESIZED t/b both",
        "a:4 b:2 c:1     | b:2 c:1 a:4   | FIELD_MOVED t/a both",
        "a:4 b:2         | a:4 c:2       | RENAMED t/b none",
        "a:4 b:2         | a:4 unused:2  | PADDING t/b none",
        "a:4 b:2 c:6 d:1 | a:4 unused:8 d:1 | PADDING t/b none",
        "unused:8 d:1    | x:4 y:4 d:1   | PADDING t/x none",
        "unused:8        | unused:4      | \"FIELD_REMOVED t/unused both,FIELD_ADDED t/unused"
            + " both\"",
        "a:4             | a:4 b:2?      | CONDITION t/b both",
        "a:4 b:2?        | a:4           | CONDITION t/b both",
        "a:4 b:2         | a:4 b:2?      | CONDITION t/b both",
        "a:100           | a:32 b:1 unused:67 | MEANING t/a both",
        "a:4 b:2 c:1     | a:4 x:1 y:1 c:1 | CONDITION t/b both",
        "a:4 b:0 c:1     | a:4 x:0 c:1   | CONDITION t/b both",
        "a:4 b:4 c:1     | a:4 x:2 c:1   | CONDITION t/b both",
        "a:4 b:1 c:1     | a:4 unused:5 c:1 | CONDITION t/b both",
        "a:4 b:2 c:1     | a:4 unused:5 c:1 | \"FIELD_REMOVED t/b both,FIELD_ADDED t/unused both\"",
      })
  void changesOfFields(String before, String after, String expected) throws IOException {
    List<String> lines = compare(dump(1, 1, before), dump(1, 1, after));
    assertThat(String.join(",", lines)).isEqualTo(expected);
  }

  /** Dumps of programs that tell the lengths of arrays. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a:4x1024        | a:4x1024      | \"\"",
        "a:4x1024        | a:4x192       | FIELD_RESIZED t/a both",
        "a:4x2           | a:8x1         | \"\"",
        "a:4x3 b:1       | a:12 b:1      | \"\"",
        "a:4x3 b:1       | a:4 b:1x1     | CONDITION t/a both",
        "a:4x3 b:1x1     | a:5 b:1x1     | FIELD_RESIZED t/a both",
        "a:1x5 b:1       | unused:5 b:1  | PADDING t/a none",
        "a:1x5 b:1       | unused:6 b:1  | \"FIELD_REMOVED t/a both,FIELD_ADDED t/unused both\"",
        "a:4x3 b:1       | c:4 d:8 b:1x1 | MEANING t/a both",
        "a:4x3 b:1       | c:4x4 b:1     | \"FIELD_REMOVED t/a both,FIELD_ADDED t/c both\"",
        "a:4x3           | a:4x3 ok:0x0? | CONDITION t/ok old-to-new",
        "a:4x3 ok:0x0?   | a:4x3         | CONDITION t/ok new-to-old",
      })
  void lengthsOfArrays(String before, String after, String expected) throws IOException {
    List<String> lines = compare(dump(1, 1, before), dump(1, 1, after));
    assertThat(String.join(",", lines)).isEqualTo(expected);
  }

  /** One of both does not tell them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a:4 b:1         | a:4x192 b:1x1 | \"\"",
        "a:4 b:1         | a:6x1 b:1     | FIELD_RESIZED t/a both",
        "a:1 b:1         | unused:5 b:1x1 | CONDITION t/a both",
        "a:1 b:1         | b:1x1         | FIELD_REMOVED t/a both",
        "w:0? b:1        | v:0 b:1x1     | CONDITION t/w both",
      })
  void lengthsThatOneSideDoesNotTell(String before, String after, String expected)
      throws IOException {
    List<String> lines = compare(dump(1, 1, before), dump(1, 1, after));
    assertThat(String.join(",", lines)).isEqualTo(expected);
    assertThat(compare(dump(1, 1, after), dump(1, 1, before))).hasSameSizeAs(lines);
  }

  @Test
  void aFieldOfANewVersionBreaksTheWayBackOnly() throws IOException {
    String old = dump(1, 1, "a:4");
    String now = dump(2, 1, "a:4 b:2@2");
    assertThat(compare(old, now))
        .containsExactly("VERSION t new-to-old", "FIELD_ADDED t/b new-to-old");
    assertThat(compare(now, old))
        .containsExactly("VERSION t old-to-new", "FIELD_REMOVED t/b old-to-new");
  }

  @Test
  void aMinimumVersionThatRoseShutsOutOldStreams() throws IOException {
    assertThat(compare(dump(2, 1, "a:4"), dump(3, 3, "a:4")))
        .containsExactly("VERSION t new-to-old", "VERSION t old-to-new");
    assertThat(compare(dump(2, 1, "a:4"), dump(2, 2, "a:4"))).isEmpty();
  }

  @Test
  void aSubsectionMayBreakTheWayToThoseThatDoNotKnowIt() throws IOException {
    String old = dump(1, 1, "a:4");
    String now = dump(1, 1, "a:4", "s/x");
    assertThat(compare(old, now)).containsExactly("SUBSECTION_OPTIONAL t/s/x new-to-old");
    assertThat(compare(now, old)).containsExactly("SUBSECTION_OPTIONAL t/s/x old-to-new");
  }

  @Test
  void aSubsectionThatAStreamHasBreaksIt() throws IOException {
    String stream =
        "{\"devices\": [{\"name\": \"x/s\", \"vmsd_name\": \"s\", \"version\": 1, \"fields\":"
            + " [{\"name\": \"a\", \"type\": \"uint32\", \"size\": 4}], \"subsections\":"
            + " [{\"vmsd_name\": \"s/x\", \"version\": 1, \"fields\": []}]}]}";
    assertThat(compare(stream, dump(1, 1, "a:4")))
        .containsExactly("SUBSECTION_SENT x/s/s/x old-to-new");
    assertThat(compare(dump(1, 1, "a:4"), stream))
        .containsExactly("SUBSECTION_SENT x/s/s/x new-to-old");
    assertThat(compare(stream, dump(1, 1, "a:4", "s/x", "s/y"))).isEmpty();
  }

  @Test
  void devicesOfOneSideOnly() throws IOException {
    String one = "{\"devices\": [{\"name\": \"x\", \"fields\": []}]}";
    String two = "{\"devices\": [{\"name\": \"x\"}, {\"name\": \"y\", \"instance_id\": 1}]}";
    assertThat(compare(one, two)).containsExactly("SECTION_UNKNOWN y[1] new-to-old");
    assertThat(compare(two, one)).containsExactly("SECTION_UNKNOWN y[1] old-to-new");
    String other = dump(1, 1, "a:4").replace("\"t\"", "\"u\"").replace("\"s\"", "\"r\"");
    assertThat(compare(dump(1, 1, "a:4"), other))
        .containsExactly("TYPE_UNKNOWN t old-to-new", "TYPE_UNKNOWN u new-to-old");
  }

  @Test
  void whatChangedInASubsectionBreaksOnlyWhereItIsSent() throws IOException {
    String old = dump(1, 1, "a:4", "s/x");
    String now =
        old.replace(
            "\"s/x\", \"version_id\": 1,\"minimum_version_id\": 1",
            "\"s/x\", \"version_id\": 0,\"minimum_version_id\": 0");
    assertThat(compare(old, now))
        .containsExactly(
            "SUBSECTION_OPTIONAL t/s/x old-to-new", "SUBSECTION_OPTIONAL t/s/x new-to-old");
  }

  @Test
  void aDeviceThatBlockedMigrationIsOneChange() throws IOException {
    String old = dump(0, 0, "");
    String now = dump(1, 1, "a:4 b:4", "s/x");
    assertThat(compare(old, now)).containsExactly("FIELD_ADDED t both");
    assertThat(compare(now, old)).containsExactly("FIELD_REMOVED t both");
  }

  @Test
  void aDeviceTypeOfAnotherNameHasTheSameSection() throws IOException {
    String old = dump(1, 1, "a:4");
    String now = dump(1, 1, "a:4 b:2").replace("\"t\"", "\"u\"");
    assertThat(compare(old, now)).containsExactly("RENAMED t none", "FIELD_ADDED t/b both");
    String section = dump(1, 1, "a:4").replace("\"s\"", "\"r\"");
    assertThat(compare(old, section)).containsExactly("SECTION_UNKNOWN t both");
  }

  @Test
  void innerStructuresAreComparedByTheirFieldsNotTheirSizeInMemory() throws IOException {
    String old =
        "{\"t\": {\"Description\": {\"name\": \"s\", \"version_id\": 1, \"Fields\": [{\"field\":"
            + " \"in\", \"size\": 64, \"Description\": {\"name\": \"i\", \"version_id\": 1,"
            + " \"Fields\": [{\"field\": \"a\", \"size\": 4}]}}]}}}";
    assertThat(compare(old, old.replace("64", "128"))).isEmpty();
    assertThat(compare(old, old.replace("\"i\", \"version_id\": 1", "\"i\", \"version_id\": 2")))
        .containsExactly("VERSION_INSIDE t/in none");
    assertThat(compare(old, old.replace("\"size\": 4}", "\"size\": 8}")))
        .containsExactly("FIELD_RESIZED t/in/a both");
  }

  @Test
  void lengthsThatDataDecidesAreNoCertainBreak() throws IOException {
    String old =
        "{\"devices\": [{\"name\": \"x\", \"fields\": [{\"name\": \"fdt_size\", \"type\":"
            + " \"uint32\", \"size\": 4}, {\"name\": \"blob\", \"type\": \"buffer\", \"size\":"
            + " 10}, {\"name\": \"v\", \"type\": \"virtio\", \"size\": 10}]}]}";
    assertThat(compare(old, old.replace("\"size\": 10", "\"size\": 12")))
        .containsExactly("CONDITION x/blob both", "CONDITION x/v both");
  }

  /** The same machine in several versions of QEMU, whose developers take care to keep it so. */
  @TestFactory
  Stream<DynamicTest> machinesOfSeveralVersions() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.corpus()) {
      String name = folder.getFileName().toString();
      Path later = folder.resolveSibling(name.replace("q72-", "q111-"));
      if (name.startsWith("q72-") && Files.exists(later)) {
        DescribedLayout before = read(folder);
        DescribedLayout after = read(later);
        if (before != null && after != null) {
          tests.add(DynamicTest.dynamicTest(name, () -> bothWays(before, after)));
        }
      }
    }
    return tests.stream();
  }

  private static void bothWays(DescribedLayout before, DescribedLayout after) {
    assertThat(LayoutDiff.compare(before, before)).isEmpty();
    int errors = 0;
    for (LayoutChange change : LayoutDiff.compare(before, after)) {
      assertThat(change.diagnostic().message()).isNotBlank().doesNotEndWith(".");
      errors += change.diagnostic().severity() == Severity.ERROR ? 1 : 0;
    }
    // Where developers changed what is sent, they did it for few devices.
    assertThat(errors).isLessThan(10);
    assertThat(LayoutDiff.compare(after, before).size())
        .isEqualTo(LayoutDiff.compare(before, after).size());
  }

  private static DescribedLayout read(Path folder) throws IOException {
    try (ByteSource source = Inputs.open(Recordings.stream(folder))) {
      return SchemaReader.own(source) == null
          ? null
          : DescribedLayout.of(SchemaReader.read(source));
    }
  }
}
