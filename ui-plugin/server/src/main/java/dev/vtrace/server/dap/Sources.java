// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.server.dap.replay.Detail;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.server.run.FileKinds;
import dev.vtrace.server.text.SourceTree;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.lsp4j.debug.Source;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run as a client shows them. Text is opened by its path. Packed text, and a listing
 * of the steps of a binary file, is got from the adapter by a reference.
 */
final class Sources {
  /** No editor shows more. */
  private static final int MOST_TEXT = 64 << 20;

  /** One file. */
  private static final class SourceEntry {
    final Input input;
    final int reference;

    /** Of a binary file: the line in the listing of what stands at an offset. */
    final TreeMap<Long, Integer> lines = new TreeMap<>();

    /** The steps of each line, in the order of time. */
    final TreeMap<Integer, List<Integer>> steps = new TreeMap<>();

    final boolean text;

    SourceEntry(Input input, int reference, boolean text) {
      this.input = input;
      this.reference = reference;
      this.text = text;
    }
  }

  private final Map<String, SourceEntry> entries = new LinkedHashMap<>();
  private final MigrationReplay replay;
  private final @Nullable SourceTree tree;
  private final String scheme;

  Sources(MigrationReplay replay) throws IOException {
    this(replay, null, "");
  }

  /**
   * @param tree QEMU's sources, or null
   * @param scheme of the documents that a client shows texts in; empty if it opens them by their
   *     path
   */
  Sources(MigrationReplay replay, @Nullable SourceTree tree, String scheme) throws IOException {
    this.replay = replay;
    this.scheme = scheme;
    this.tree = tree;
    for (Input input : replay.capture().inputs()) {
      entries.put(input.name(), entry(input));
    }
    for (ReplayStep step : replay.steps()) {
      SourceEntry entry = entries.get(step.evidence().file());
      boolean listed = !(step.detail() instanceof Detail.AbsenceDetail);
      if (entry != null && step.evidence().line() < 0 && listed) {
        entry.lines.putIfAbsent(step.evidence().offset(), 0);
      }
    }
    for (SourceEntry entry : entries.values()) {
      int line = 0;
      for (Map.Entry<Long, Integer> each : entry.lines.entrySet()) {
        each.setValue(++line);
      }
    }
    for (ReplayStep step : replay.steps()) {
      SourceEntry entry = entries.get(step.evidence().file());
      int line = line(step.evidence());
      if (entry != null && line > 0) {
        entry.steps.computeIfAbsent(line, l -> new ArrayList<>()).add(step.index());
      }
    }
  }

  private SourceEntry entry(Input input) throws IOException {
    boolean text = FileKinds.isText(input.kind());
    boolean own = text && !FileKinds.packed(input.path());
    return new SourceEntry(input, own ? 0 : entries.size() + 1, text);
  }

  /** The document of a place, or null where there is none. */
  @Nullable Source source(Evidence evidence) {
    SourceEntry entry = entries.get(evidence.file());
    return entry == null ? null : source(entry);
  }

  private Source source(SourceEntry entry) {
    Source source = new Source();
    source.setName(entry.input.path().getFileName().toString());
    if (entry.reference > 0) {
      source.setSourceReference(entry.reference);
      source.setOrigin(entry.input.kind().label() + " of " + entry.input.path());
    } else {
      Path path = entry.input.path().toAbsolutePath().normalize();
      source.setPath(scheme.isEmpty() ? path.toString() : scheme + ":" + path.toUri().getRawPath());
    }
    return source;
  }

  /** The line of a place in its document, from 1; 0 where there is none. */
  int line(Evidence evidence) {
    SourceEntry entry = entries.get(evidence.file());
    if (entry == null || evidence.line() >= 0) {
      return (int) Math.max(0, evidence.line());
    }
    Map.Entry<Long, Integer> at = entry.lines.floorEntry(evidence.offset());
    return at == null ? 0 : at.getValue();
  }

  /** All documents that a step stands in. */
  Source[] all() {
    return entries.values().stream()
        .filter(entry -> !entry.steps.isEmpty())
        .map(this::source)
        .toArray(Source[]::new);
  }

  /** The lines from one to another that a step stands in. */
  List<Integer> lines(Source source, int from, int to) {
    SourceEntry entry = find(source);
    return entry == null || from > to
        ? List.of()
        : List.copyOf(entry.steps.subMap(Math.max(0, from), true, to, true).keySet());
  }

  /** The first line at or after another that a step stands in, or 0. */
  int lineWithStep(Source source, int line) {
    SourceEntry entry = find(source);
    Integer at = entry == null ? null : entry.steps.ceilingKey(line);
    return at == null ? 0 : at;
  }

  /** The steps of a line. */
  List<Integer> steps(Source source, int line) {
    SourceEntry entry = find(source);
    return entry == null ? List.of() : entry.steps.getOrDefault(line, List.of());
  }

  /** The call in QEMU that emits the event of a line, or null. */
  SourceTree.@Nullable Call call(Evidence evidence) {
    if (tree == null || evidence.line() < 0) {
      return null;
    }
    String text = evidence.text();
    String event = text.indexOf(' ') < 0 ? text : text.substring(0, text.indexOf(' '));
    List<SourceTree.Call> written = tree.calls(event);
    List<SourceTree.Call> calls = written.isEmpty() ? tree.calls(Event.canonical(event)) : written;
    return calls.isEmpty() ? null : calls.get(0);
  }

  /** The first call at or after a line, from 0, of one of QEMU's sources, or null. */
  SourceTree.@Nullable Call call(Source source, int line) {
    Path path = tree == null || source == null ? null : path(source.getPath());
    return tree == null || path == null ? null : tree.at(path, line);
  }

  /** Whether a document belongs to the run. */
  boolean knows(Source source) {
    return find(source) != null;
  }

  private @Nullable SourceEntry find(Source source) {
    int reference =
        source == null || source.getSourceReference() == null ? 0 : source.getSourceReference();
    Path path = source == null || reference > 0 ? null : path(source.getPath());
    for (SourceEntry entry : entries.values()) {
      boolean same = path != null && path.equals(path(entry.input.path().toString()));
      if (same || reference > 0 && entry.reference == reference) {
        return entry;
      }
    }
    return null;
  }

  private @Nullable Path path(String given) {
    try {
      boolean document = given != null && !scheme.isEmpty() && given.startsWith(scheme + ":");
      String text = document ? URI.create(given).getPath() : given;
      Path path = text == null ? null : Path.of(text).toAbsolutePath().normalize();
      return path != null && Files.exists(path) ? path.toRealPath() : path;
    } catch (IllegalArgumentException | IOException e) {
      return null;
    }
  }

  /** The text of a document that the adapter has. */
  String content(int reference) throws IOException {
    for (SourceEntry entry : entries.values()) {
      if (entry.reference == reference && reference > 0) {
        return entry.text ? text(entry.input) : listing(entry);
      }
    }
    throw new DebugRefusal("there is no source " + reference);
  }

  private static String text(Input input) throws IOException {
    try (ByteSource source = Inputs.open(input.path())) {
      byte[] bytes = new byte[(int) Math.min(MOST_TEXT, source.size())];
      int length = source.read(0, bytes, 0, bytes.length);
      String cut = source.size() > bytes.length ? "\n(cut here)\n" : "";
      return new String(bytes, 0, length, StandardCharsets.UTF_8) + cut;
    }
  }

  private String listing(SourceEntry entry) {
    String[] lines = new String[entry.lines.size()];
    for (ReplayStep step : replay.steps()) {
      int line = line(step.evidence());
      boolean here = step.evidence().file().equals(entry.input.name());
      if (here && line > 0 && !(step.detail() instanceof Detail.AbsenceDetail)) {
        lines[line - 1] = String.format("%12d  %s", step.evidence().offset(), step.text());
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
