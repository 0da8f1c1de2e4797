// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.ExtractedStreams;
import dev.vtrace.decoder.run.LoadedFile;
import dev.vtrace.decoder.run.LoadedStream;
import dev.vtrace.decoder.runlog.PastedPlace.PlaceUnit;
import dev.vtrace.decoder.runlog.RecordContext.PlaceSide;
import dev.vtrace.decoder.runlog.ShownPlace.ShownBytes;
import dev.vtrace.decoder.runlog.ShownPlace.ShownOperation;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds a place in the evidence of a run and reads what is around it. */
public final class PlaceReader {
  private final JoinedRun run;
  private final List<Problem> problems;
  private final PastedPlace place;
  private final int around;

  /**
   * @param run loaded with the sections that {@link #sections} asks for
   * @param problems what rules found in it
   * @param around how many lines, records or fields before and after the place
   */
  public PlaceReader(JoinedRun run, List<Problem> problems, PastedPlace place, int around) {
    this.run = run;
    this.problems = problems;
    this.place = place;
    this.around = around;
  }

  /** Which sections of streams are needed for a place. */
  public static Predicate<Section> sections(PastedPlace place) {
    return section ->
        section.name().contains("vhost")
            || place.unit() == PlaceUnit.OFFSET
                && place.number() >= section.offset()
                && place.number() < section.offset() + section.length();
  }

  /**
   * Reads it.
   *
   * @throws IOException if it cannot be read, or if the run has no such place
   */
  public ShownPlace read() throws IOException {
    for (LoadedStream stream : run.evidence().streams()) {
      if (matches(stream.file(), place.file()) && input(stream.file()) == null) {
        return traced(stream);
      }
    }
    Input input = PlaceFile.find(run.evidence().capture(), place.file());
    if (input.kind() == InputKind.MIGRATION_STREAM) {
      return stream(input);
    }
    return isBinary(input.kind()) ? binary(input) : text(input);
  }

  private static boolean matches(String file, String pasted) {
    return pasted.equals(file) || pasted.endsWith("/" + file);
  }

  private @Nullable Input input(String name) {
    for (Input input : run.evidence().capture().inputs()) {
      if (input.name().equals(name)) {
        return input;
      }
    }
    return null;
  }

  private static boolean isBinary(InputKind kind) {
    switch (kind) {
      case SIMPLETRACE:
      case PCAPNG:
      case PCAP:
        return true;
      default:
        return isBytes(kind);
    }
  }

  /** Whether nothing but its bytes can be shown. */
  private static boolean isBytes(InputKind kind) {
    return kind == InputKind.UNKNOWN
        || kind == InputKind.MULTIFD_CHANNEL
        || kind == InputKind.CPR_CHANNEL
        || kind == InputKind.EMPTY
        || kind.isPacked();
  }

  private ShownPlace traced(LoadedStream stream) throws IOException {
    offsetOnly();
    Section section = FieldContext.find(stream.sections(), place.number());
    ShownBytes[] bytes = new ShownBytes[1];
    ExtractedStreams.read(
        run.evidence().capture(),
        stream.file(),
        source -> bytes[0] = FieldContext.read(inside(source), section, place.number(), around));
    return shown(stream.file() + "@" + place.number(), null, bytes[0]);
  }

  private ShownPlace stream(Input input) throws IOException {
    offsetOnly();
    List<Section> sections = new ArrayList<>();
    for (LoadedStream stream : run.evidence().streams()) {
      if (stream.file().equals(input.name())) {
        sections.addAll(stream.sections());
      }
    }
    Section section = FieldContext.find(sections, place.number());
    try (ByteSource source = Inputs.open(input.path())) {
      ShownBytes bytes = FieldContext.read(inside(source), section, place.number(), around);
      return shown(input.name() + "@" + place.number(), input, bytes);
    }
  }

  private void offsetOnly() throws IOException {
    if (place.unit() != PlaceUnit.OFFSET) {
      throw new IOException(place.file() + ": is no text; a place in it is " + place.file() + "@N");
    }
  }

  /** What is at its end may be a place, too: there something is missing. */
  private ByteSource inside(ByteSource source) throws IOException {
    if (place.number() > source.size()) {
      throw new IOException(
          place.file() + "@" + place.number() + ": the file has " + source.size() + " bytes");
    }
    return source;
  }

  private ShownPlace binary(Input input) throws IOException {
    if (isBytes(input.kind())) {
      offsetOnly();
      try (ByteSource source = Inputs.open(input.path())) {
        ShownBytes bytes = FieldContext.read(inside(source), null, place.number(), around);
        return shown(input.name() + "@" + place.number(), input, bytes);
      }
    }
    if (place.unit() == PlaceUnit.LINE) {
      offsetOnly();
    }
    RecordContext context = records(input, -1, -1, around);
    LogEntry first = context.wanted().isEmpty() ? null : context.wanted().get(0);
    if (first == null && context.before().isEmpty()) {
      throw missing(input);
    }
    String location = first == null ? input.name() + "@" + place.number() : first.location();
    return new ShownPlace(
        location,
        input,
        List.of(),
        context.before(),
        context.wanted(),
        context.after(),
        null,
        operations(location),
        problems(location));
  }

  private IOException missing(Input input) {
    String what =
        switch (place.unit()) {
          case LINE -> "line " + place.number();
          case OFFSET -> "byte " + place.number();
          case MESSAGE ->
              place.number() < 0
                  ? "connection " + place.connection()
                  : "message or connection " + place.connection();
        };
    return new IOException(input.name() + ": has no " + what);
  }

  private ShownPlace text(Input input) throws IOException {
    long line = place.unit() == PlaceUnit.LINE ? place.number() : -1;
    RecordContext told = null;
    if (place.unit() == PlaceUnit.MESSAGE) {
      told = records(input, -1, -1, 0);
      if (told.wanted().isEmpty()) {
        throw missing(input);
      }
      line = told.wanted().get(0).span().line();
    }
    LineContext lines;
    try (ByteSource source = Inputs.open(input.path())) {
      lines = LineContext.read(source, line, place.number(), around);
    }
    if (lines.wanted() < 0) {
      throw missing(input);
    }
    String location = input.name() + ":" + lines.wanted();
    if (told == null && isRead(input)) {
      told = records(input, lines.from(), lines.until(), 0);
    }
    List<LogEntry> entries = told == null ? List.of() : told.wanted();
    return new ShownPlace(
        location,
        input,
        lines.lines(),
        List.of(),
        entries,
        List.of(),
        null,
        operations(location),
        problems(location));
  }

  private boolean isRead(Input input) {
    for (LoadedFile file : run.evidence().files()) {
      if (file.input().name().equals(input.name())) {
        return file.summary() != null;
      }
    }
    return false;
  }

  /**
   * The records of a file at the place.
   *
   * @param from offset of the first byte of the line, -1 where the place is no line
   * @param until offset after its last byte
   */
  private RecordContext records(Input input, long from, long until, int more) throws IOException {
    FileClock clock = new FileClocks(run.evidence()).of(input);
    FileRecords records = new FileRecords(run.evidence().capture());
    boolean line = from >= 0;
    boolean message = place.unit() == PlaceUnit.MESSAGE;
    RecordContext.PlaceOrder order =
        (span, number) -> {
          if (message) {
            long at = place.number() < 0 ? 1 : place.number();
            return number < at ? PlaceSide.BEFORE : number == at ? PlaceSide.HERE : PlaceSide.AFTER;
          }
          long begin = line ? from : place.number();
          long end = line ? Math.max(until, from + 1) : place.number() + 1;
          long spanEnd = span.offset() + Math.max(1, span.length());
          return spanEnd <= begin
              ? PlaceSide.BEFORE
              : span.offset() < end ? PlaceSide.HERE : PlaceSide.AFTER;
        };
    return RecordContext.read(records, input, clock, order, more);
  }

  private ShownPlace shown(String location, @Nullable Input input, ShownBytes bytes) {
    return new ShownPlace(
        location,
        input,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        bytes,
        operations(location),
        problems(location));
  }

  private List<ShownOperation> operations(String location) {
    List<ShownOperation> out = new ArrayList<>();
    for (List<Window> windows : List.of(run.migration().windows(), run.migration().around())) {
      for (Window window : windows) {
        for (Operation operation : window.operations()) {
          if (rests(operation.evidence(), location)) {
            out.add(new ShownOperation(window, operation));
          }
        }
      }
    }
    return out;
  }

  private static boolean rests(List<Evidence> evidence, String location) {
    for (Evidence each : evidence) {
      if (each.neighbour() == null && each.location().equals(location)) {
        return true;
      }
    }
    return false;
  }

  private List<Problem> problems(String location) {
    return problems.stream().filter(problem -> rests(problem.evidence(), location)).toList();
  }
}
