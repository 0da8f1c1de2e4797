// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.event.EventTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** The recordings beside the repository, and the excerpts among the test resources. */
final class Captures {
  private static final Map<String, EventTable> TABLES = new HashMap<>();

  private Captures() {}

  private static Path shared() {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.exists(root.resolve("mvnw"))) {
      root = root.getParent();
    }
    return root == null ? Path.of("/nowhere") : root.resolveSibling("shared");
  }

  /** All capture folders; empty where there are none. */
  static List<Path> folders() throws IOException {
    return children(shared().resolve("captures"));
  }

  /** All folders of the corpus of streams; empty where there are none. */
  static List<Path> corpus() throws IOException {
    return children(shared().resolve("corpus"));
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** The files of a folder whose name, without packing, ends so. */
  static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(f -> Files.isRegularFile(f) && plain(f).endsWith(ending))
          .sorted()
          .toList();
    }
  }

  static String plain(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".gz") || name.endsWith(".xz")
        ? name.substring(0, name.length() - 3)
        : name;
  }

  static byte[] bytes(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file)) {
      String name = file.toString();
      if (name.endsWith(".gz")) {
        return new GZIPInputStream(raw).readAllBytes();
      }
      return name.endsWith(".xz") ? new XZInputStream(raw).readAllBytes() : raw.readAllBytes();
    }
  }

  /** The declarations that belong to a capture. */
  static EventTable events(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    String kind =
        name.startsWith("v4names") ? "v4names" : name.startsWith("plain") ? "plain" : "v2";
    EventTable table = TABLES.get(kind);
    if (table == null) {
      Path file = folder.resolveSibling("trace-events-all." + kind + ".gz");
      table = EventTable.read(new ByteArrayInputStream(bytes(file)), kind, d -> {});
      TABLES.put(kind, table);
    }
    return table;
  }

  static byte[] resource(String name) {
    try (InputStream in = Captures.class.getResourceAsStream("/trace/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that a reader says of some bytes. */
  record Reading(List<TraceRecord> records, List<Diagnostic> findings, ReadSummary summary) {
    <T extends TraceRecord> List<T> all(Class<T> type) {
      return records.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  /** Makes a reader. */
  interface Maker {
    TraceReader make(ReadOptions options);
  }

  static Reading read(Maker maker, byte[] bytes, EventTable events) {
    List<TraceRecord> records = new ArrayList<>();
    List<Diagnostic> findings = new ArrayList<>();
    ReadOptions options = ReadOptions.of("input", findings::add);
    TraceReader reader = maker.make(events == null ? options : options.withEvents(events));
    try {
      ReadSummary summary = reader.read(new ByteArrayInputStream(bytes), records::add);
      return new Reading(records, findings, summary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Reading read(Maker maker, byte[] bytes) {
    return read(maker, bytes, null);
  }
}
