// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Streams compared by what they say. */
class StreamDiffTest {
  /** Only a few streams are as small; larger ones have more of the same devices. */
  private static final int SMALL = 150_000;

  private static final String DEVICE =
      "{\"name\": \"dev\", \"instance_id\": 0, \"vmsd_name\": \"dev\", \"version\": 1, \"fields\":"
          + " [{\"name\": \"a\", \"type\": \"uint32\", \"size\": 4},{\"name\": \"list\", \"type\":"
          + " \"uint16\", \"size\": 2, \"array_len\": 4},{\"name\": \"raw\", \"type\": \"buffer\","
          + " \"size\": 6}]}";

  /** A comparison as lines of text. */
  private static final class Lines implements DiffVisitor {
    private final List<String> lines = new ArrayList<>();
    private DiffSummary summary;

    @Override
    public void begin(ByteSource a, ByteSource b) {}

    @Override
    public void difference(Difference difference) {
      Difference.Spread spread = difference.spread();
      String more =
          spread == null
              ? ""
              : " " + spread.differing() + " of " + spread.total() + " at " + spread.first();
      lines.add(
          difference.kind().label()
              + " "
              + difference.part().label()
              + " "
              + difference.path()
              + more);
    }

    @Override
    public void end(DiffSummary end) {
      summary = end;
    }
  }

  private static Lines diff(byte[] a, byte[] b, PathFilter filter) throws IOException {
    Lines lines = new Lines();
    new StreamDiff(new HeapSource("a", a), new HeapSource("b", b), null, filter).compare(lines);
    assertThat(lines.summary.differences()).isEqualTo(lines.lines.size());
    return lines;
  }

  private static List<String> diff(byte[] a, byte[] b) throws IOException {
    return diff(a, b, PathFilter.NONE).lines;
  }

  private static StreamWriter device(int a, int third, String raw) {
    StreamWriter stream = StreamWriter.begin("m").full(3, "dev", 0, 1).u32(a);
    return stream.u16(1).u16(2).u16(third).u16(4).text(raw).footer(3).describe(DEVICE);
  }

  @Test
  void aStreamIsEqualToItself() throws IOException {
    byte[] stream = device(1, 3, "abcdef").end().toBytes();
    Lines lines = diff(stream, stream, PathFilter.NONE);
    assertThat(lines.lines).isEmpty();
    assertThat(lines.summary.sections()).isEqualTo(2);
    assertThat(lines.summary.equal()).isEqualTo(2);
  }

  @Test
  void eachFieldThatChangedIsOneLine() throws IOException {
    byte[] a = device(1, 3, "abcdef").end().toBytes();
    assertThat(diff(a, device(2, 3, "abcdef").end().toBytes()))
        .containsExactly("changed field dev/a");
    assertThat(diff(a, device(1, 9, "abcdef").end().toBytes()))
        .containsExactly("changed field dev/list 1 of 4 at 2");
    assertThat(diff(a, device(1, 3, "abXYef").end().toBytes()))
        .containsExactly("changed field dev/raw 2 of 6 at 2");
    assertThat(diff(a, device(2, 9, "Xbcdef").end().toBytes())).hasSize(3);
  }

  @Test
  void idsAndPlacesAreOfNoAccount() throws IOException {
    String other = DEVICE.replace("\"name\": \"dev\"", "\"name\": \"one\"");
    StreamWriter a = device(1, 3, "abcdef").describe(other);
    a.full(4, "one", 0, 1).zeros(18).footer(4).end();
    StreamWriter b = StreamWriter.begin("m").full(9, "one", 0, 1).zeros(18).footer(9);
    b.full(8, "dev", 0, 1).u32(1).u16(1).u16(2).u16(3).u16(4).text("abcdef").footer(8);
    b.describe(other).describe(DEVICE).end();
    assertThat(diff(a.toBytes(), b.toBytes())).isEmpty();
  }

  @Test
  void sectionsOfOneStreamOnlyAreNamed() throws IOException {
    byte[] a = device(1, 3, "abcdef").end().toBytes();
    byte[] b = StreamWriter.begin("m").full(1, "new", 2, 1).u8(0).footer(1).end().toBytes();
    assertThat(diff(a, b)).containsExactly("removed section dev", "added section new[2]");
    assertThat(diff(b, a)).containsExactly("removed section new[2]", "added section dev");
    assertThat(
            diff(a, StreamWriter.begin("n").full(1, "new", 2, 1).u8(0).footer(1).end().toBytes()))
        .contains("changed field configuration/name");
  }

  @Test
  void subsectionsAndVersionsAreCompared() throws IOException {
    String more =
        DEVICE.substring(0, DEVICE.length() - 1)
            + ", \"subsections\": [{\"vmsd_name\": \"dev/s\", \"version\": 1, \"fields\": []}]}";
    StreamWriter b = StreamWriter.begin("m").full(3, "dev", 0, 2).u32(1).u16(1).u16(2).u16(3);
    b.u16(4).text("abcdef").subsection("dev/s", 1).footer(3).describe(more).end();
    assertThat(diff(device(1, 3, "abcdef").end().toBytes(), b.toBytes()))
        .containsExactly("changed field dev/(version)", "added subsection dev/dev/s");
  }

  @Test
  void whatAPatternNamesIsPassedOver() throws IOException {
    byte[] a = device(1, 3, "abcdef").end().toBytes();
    byte[] b = device(2, 9, "abcdef").end().toBytes();
    Lines lines = diff(a, b, path -> path.equals("dev/a"));
    assertThat(lines.lines).containsExactly("changed field dev/list 1 of 4 at 2");
    assertThat(lines.summary.ignored()).isEqualTo(1);
    Lines none = diff(a, b, path -> path.equals("dev"));
    assertThat(none.lines).isEmpty();
    assertThat(none.summary.ignored()).isEqualTo(2);
  }

  @Test
  void aStreamWithoutDescriptionIsReadByThatOfTheOther() throws IOException {
    byte[] a = device(1, 3, "abcdef").end().toBytes();
    byte[] b = device(2, 3, "abcdef").u8(0).toBytes();
    assertThat(diff(a, b)).containsExactly("changed field dev/a", "changed count vmdescription");
    assertThat(diff(b, a)).containsExactly("changed field dev/a", "changed count vmdescription");
  }

  @Test
  void whatIsLeftOfATruncatedStreamIsCompared() throws IOException {
    byte[] a = device(1, 3, "abcdef").end().toBytes();
    for (int length = 8; length < a.length; length++) {
      byte[] cut = Arrays.copyOf(a, length);
      Lines lines = diff(a, cut, PathFilter.NONE);
      boolean complete = lines.summary.b().outcome() == StreamOutcome.COMPLETE;
      assertThat(complete ? List.of("x") : lines.lines).isNotEmpty();
      diff(cut, a, PathFilter.NONE);
    }
  }

  /** Every integer of small real streams, changed by itself, is one line with its path. */
  @TestFactory
  Stream<DynamicTest> eachMutationOfARealStreamIsOneLine() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.corpus()) {
      byte[] stream = Recordings.bytes(Recordings.stream(folder));
      if (stream.length < SMALL) {
        tests.add(DynamicTest.dynamicTest(folder.getFileName() + "", () -> mutate(stream)));
      }
    }
    return tests.stream();
  }

  private static void mutate(byte[] stream) throws IOException {
    Decoded decoded = Decoded.of(new HeapSource("a", stream));
    for (Section section : decoded.sections) {
      if (section.kind() == SectionKind.FULL) {
        List<Field> leaves = new ArrayList<>();
        leaves(section.fields(), leaves);
        // Neighbours are read alike; a few of each section are enough.
        int step = Math.max(1, leaves.size() / 8);
        for (int i = 0; i < leaves.size(); i += step) {
          byte[] changed = stream.clone();
          changed[(int) leaves.get(i).end() - 1] ^= 1;
          List<String> lines = diff(stream, changed);
          assertThat(lines).hasSize(1);
          assertThat(lines.get(0)).startsWith("changed field " + section.name());
          assertThat(lines.get(0)).contains(leaves.get(i).label());
        }
      }
    }
  }

  /** Integers that decide nothing about the layout. */
  private static void leaves(List<Field> fields, List<Field> out) {
    for (Field field : fields) {
      if (field.type().equals("virtio") || field.type().equals("pci config")) {
        continue;
      }
      boolean integer = field.value() instanceof Value.Int || field.value() instanceof Value.Bool;
      if (field.children().isEmpty() && integer) {
        out.add(field);
      }
      leaves(field.children(), out);
    }
  }
}
