// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Streams with everything that tells where a state ends, and with less and less of it: no section
 * may be lost. Of the recordings, or of the folder {@code vtrace.swept} that {@code
 * samples/lab/sweep} fills.
 */
class SweptStreamsTest {
  private static final long LARGEST = 64L << 20;

  /** What is taken from a stream, and whether its description is given as a schema instead. */
  private enum Less {
    NOTHING(false, false, false),
    DESCRIPTION(true, false, false),
    FOOTERS(false, true, false),
    BOTH(true, true, false),
    BOTH_WITH_SCHEMA(true, true, true);

    private final boolean description;
    private final boolean footers;
    private final boolean schema;

    Less(boolean description, boolean footers, boolean schema) {
      this.description = description;
      this.footers = footers;
      this.schema = schema;
    }
  }

  private final Map<Less, Integer> streams = new TreeMap<>();
  private final Map<Less, List<String>> lost = new TreeMap<>();
  private final Map<Less, Map<String, Long>> opaque = new TreeMap<>();

  @Test
  void nothingIsLost() throws IOException {
    for (Path file : files()) {
      byte[] bytes = bytes(file);
      if (bytes.length > 0) {
        stream(file, bytes);
      }
    }
    for (Less less : streams.keySet()) {
      System.out.printf(
          "without %s: %d streams, %d lost%n",
          less, streams.get(less), lost.getOrDefault(less, List.of()).size());
      lost.getOrDefault(less, List.of()).stream().limit(40).forEach(System.out::println);
      opaque.get(less).entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .limit(25)
          .forEach(entry -> System.out.println("  " + entry.getValue() + "  " + entry.getKey()));
    }
    assertThat(streams).isNotEmpty();
    assertThat(lost).isEmpty();
  }

  private static List<Path> files() throws IOException {
    String swept = System.getProperty("vtrace.swept", "");
    List<Path> files = new ArrayList<>();
    if (!swept.isEmpty()) {
      try (Stream<Path> all = Files.walk(Path.of(swept))) {
        all.filter(file -> file.toString().contains(".bin")).sorted().forEach(files::add);
      }
      return files;
    }
    for (Path folder : Recordings.corpus()) {
      // A stream with a description of which QEMU's own script could make something.
      Path stream = Recordings.stream(folder);
      if (stream != null && Recordings.file(folder, "analyze-state.json") != null) {
        files.add(stream);
      }
    }
    return files;
  }

  private static byte[] bytes(Path file) throws IOException {
    try (ByteSource source = Inputs.open(file)) {
      if (source.size() > LARGEST || !StreamDecoder.isStream(source)) {
        return new byte[0];
      }
      byte[] bytes = new byte[(int) source.size()];
      source.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }

  private void stream(Path file, byte[] bytes) throws IOException {
    String name = file.getParent().getFileName() + "/" + file.getFileName();
    HeapSource whole = new HeapSource(name, bytes);
    Decoded plain = Decoded.of(whole);
    Schema schema = SchemaReader.own(whole) == null ? null : SchemaReader.read(whole);
    for (Less less : Less.values()) {
      byte[] left = less(bytes, plain, less);
      if (less.schema && schema == null || less != Less.NOTHING && left.length == bytes.length) {
        continue;
      }
      StreamOptions options = new StreamOptions(less.schema ? schema : null, null, false);
      Decoded decoded = Decoded.of(new HeapSource(name, left), options);
      decoded.checkCoverage();
      streams.merge(less, 1, Integer::sum);
      String missing = missing(plain, decoded);
      if (!missing.isEmpty()) {
        lost.computeIfAbsent(less, all -> new ArrayList<>()).add("  " + name + ": " + missing);
      }
      Map<String, Long> types = opaque.computeIfAbsent(less, all -> new TreeMap<>());
      decoded.sections.forEach(section -> opaque(section, types));
    }
  }

  /** The sections that a stream with everything has and this one does not. */
  private static String missing(Decoded plain, Decoded decoded) {
    List<String> sections = names(plain.sections);
    List<String> others = names(decoded.sections);
    for (int i = 0; i < sections.size(); i++) {
      if (i >= others.size() || !others.get(i).equals(sections.get(i))) {
        return sections.get(i) + " after " + (i == 0 ? "the head" : sections.get(i - 1));
      }
    }
    boolean whole =
        decoded.summary.coverage().unreachable() == 0 && others.size() == sections.size();
    return whole ? "" : decoded.summary.coverage() + " " + decoded.codes();
  }

  private static List<String> names(List<Section> sections) {
    List<String> names = new ArrayList<>();
    for (Section section : sections) {
      if (section.kind() != SectionKind.VMDESCRIPTION) {
        names.add(section.kind() + " " + section.name());
      }
    }
    return names;
  }

  private static byte[] less(byte[] bytes, Decoded plain, Less less) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Section section : plain.sections) {
      int begin = (int) section.offset();
      int end = (int) (section.offset() + section.length());
      if (section.kind() == SectionKind.VMDESCRIPTION && less.description) {
        continue;
      }
      int footer = section.footer() && less.footers ? 5 : 0;
      out.write(bytes, begin, end - begin - footer);
    }
    return out.toByteArray();
  }

  private static void opaque(Section section, Map<String, Long> types) {
    String kind = section.name().replaceAll(".*/", "");
    for (Field field : section.fields()) {
      opaque(field, kind, types);
    }
  }

  private static void opaque(Field field, String kind, Map<String, Long> types) {
    if (field.children().isEmpty() && field.status() == Field.Status.OPAQUE) {
      types.merge(field.type() + " " + field.name() + " (" + kind + ")", field.length(), Long::sum);
    }
    field.children().forEach(child -> opaque(child, kind, types));
  }
}
