// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import dev.vtrace.decoder.capture.CaptureGaps;
import dev.vtrace.decoder.capture.FileNote;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.UnusedInput;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.DroppedEvents;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.input.TraceReaders;
import dev.vtrace.decoder.vhostuser.MessageBound;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads each file of a capture once. Damage in a file is a finding. */
public final class RunLoader {
  /** Gaps of a file that are told one by one. */
  private static final int MAX_GAPS = 50;

  /** A QEMU of which nothing tells which one it is. */
  private static final String QEMU = "qemu";

  /** Findings after which a record of the file may be missing. */
  private static final Set<Code> LOSSES =
      EnumSet.of(
          Code.ZERO_BYTES,
          Code.JSON_DAMAGED,
          Code.BLOCK_DAMAGED,
          Code.TRACE_RECORD_DAMAGED,
          Code.LINE_TOO_LONG,
          Code.WIRE_SYNC_LOST);

  /** Events that are a gap themselves. */
  private static final Set<WireEvent.WireEventKind> GAPS =
      EnumSet.of(WireEvent.WireEventKind.MISSING, WireEvent.WireEventKind.FOREIGN);

  private final Capture capture;
  private final LoadOptions options;
  private final List<LoadedTrace> traces = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();

  /** Places of those that have a time of day only. */
  private final List<Integer> ofDay = new ArrayList<>();

  private final List<QmpMessage> qmp = new ArrayList<>();
  private final List<LoadedLog> logs = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<LoadedFile> files = new ArrayList<>();
  private final MessageBound messages;
  private @Nullable EventTable declarations;

  private RunLoader(Capture capture, LoadOptions options) {
    this.capture = capture;
    this.options = options;
    this.messages = new MessageBound(options.kept().messages());
  }

  /**
   * Reads a capture.
   *
   * @throws IOException if a file cannot be read
   */
  public static LoadedRun load(Capture capture) throws IOException {
    return load(capture, LoadOptions.DEFAULT);
  }

  /**
   * Reads a capture.
   *
   * @throws IOException if a file cannot be read
   */
  public static LoadedRun load(Capture capture, LoadOptions options) throws IOException {
    return new RunLoader(capture, options).load();
  }

  private LoadedRun load() throws IOException {
    for (FileNote note : capture.notes()) {
      findings.add(new Finding(note.file(), note.diagnostic()));
    }
    declarations();
    boolean sockets = !capture.with(InputRole.SOCKET).isEmpty();
    Set<String> called = new HashSet<>();
    StreamLoader streams = new StreamLoader(capture, options, findings);
    for (Input input : capture.inputs()) {
      switch (input.role()) {
        case TRACE:
          if (input.kind() != InputKind.STRACE) {
            guarded(input, () -> trace(input));
          } else if (sockets) {
            passOver(input, "its system calls repeat what the recording of the socket has");
          } else if (called.add(input.participant())) {
            guarded(input, () -> traffic(input));
          } else {
            passOver(input, "another file has the system calls of " + input.participant());
          }
          break;
        case SOCKET:
          guarded(input, () -> traffic(input));
          break;
        case QMP:
        case BACKEND_LOG:
          guarded(input, () -> mixed(input));
          break;
        case STREAM:
          guarded(input, () -> stream(streams, input));
          break;
        case OTHER:
          passOver(input, "it contains no evidence of a known kind: " + UnusedInput.what(input));
          break;
        default:
          // Declarations were read before, lists of descriptors are read with their streams.
          break;
      }
    }
    if (capture.with(InputRole.STREAM).isEmpty()) {
      traced(streams);
    }
    if (!ofDay.isEmpty()) {
      DayFinder days = new DayFinder(traces, qmp);
      ofDay.forEach(at -> connections.set(at, days.placed(connections.get(at))));
    }
    for (Input list : capture.with(InputRole.DESCRIPTORS)) {
      files.add(
          new LoadedFile(
              list, null, 0, streams.used(list) ? "" : "there is no stream for" + " it"));
    }
    return new LoadedRun(
        capture, traces, connections, qmp, streams.streams(), logs, findings, files);
  }

  /** The reading of one file. */
  private interface Reading {
    void read() throws IOException;
  }

  /**
   * Reads a file so that nothing in it keeps the others from being read: whatever its reader does
   * not stand is a finding.
   */
  private void guarded(Input input, Reading reading) throws IOException {
    String why;
    try {
      reading.read();
      return;
    } catch (CancellationException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (capture.inputs().size() == 1) {
        throw e;
      }
      why = "it cannot be read: " + e.getMessage();
    } catch (RuntimeException | VirtualMachineError e) {
      why = "its reader failed (" + e.getClass().getSimpleName() + "); please report this";
    }
    findings(input).accept(new Diagnostic(Code.NOT_READ, 0, 0, input.name(), why));
    passOver(input, why);
  }

  private void stream(StreamLoader streams, Input input) throws IOException {
    streams.read(input);
    files.add(new LoadedFile(input, null, streams.decodes() ? 1 : 0, ""));
  }

  /** Tells what the recorder says that a file lacks; whether it lacks anything. */
  private boolean gaps(Input input, int seen) throws IOException {
    List<RecordedGap> gaps = CaptureGaps.of(capture, input);
    if (gaps.size() <= seen) {
      return false;
    }
    for (RecordedGap gap : gaps.subList(0, Math.min(gaps.size(), MAX_GAPS))) {
      String bytes = gap.bytes() > 0 ? gap.bytes() + " bytes are" : "a part is";
      String message = bytes + " not in the file, capture.json says: " + gap.why();
      long at = Math.max(0, gap.offset());
      long length = Math.max(0, gap.bytes());
      findings(input)
          .accept(new Diagnostic(Code.EVIDENCE_NOT_RECORDED, at, length, input.name(), message));
    }
    return true;
  }

  /** Streams that nobody has recorded are in the system calls of the QEMUs. */
  private void traced(StreamLoader streams) throws IOException {
    try (TracedStreams traced = new TracedStreams()) {
      ExtractedStreams.collect(capture, traced);
      for (TracedStreams.TracedStream each : traced.streams()) {
        streams.read(each);
      }
    }
  }

  private void passOver(Input input, String why) {
    files.add(new LoadedFile(input, null, 0, why));
  }

  private void declarations() throws IOException {
    for (Input input : capture.with(InputRole.EVENTS)) {
      if (declarations != null) {
        passOver(input, "another file has the declarations of events");
        continue;
      }
      guarded(input, () -> declarations(input));
    }
  }

  private void declarations(Input input) throws IOException {
    try (ByteSource source = options.monitor().open(input)) {
      declarations = EventTable.read(new SourceStream(source), input.name(), findings(input));
    }
    files.add(new LoadedFile(input, null, 0, ""));
  }

  private void trace(Input input) throws IOException {
    KeptEvents events = new KeptEvents(options.kept().events());
    KeptLines kept = new KeptLines();
    boolean[] dropped = {gaps(input, 0)};
    ReadOptions wanted =
        options(
                input,
                finding -> {
                  dropped[0] |= LOSSES.contains(finding.code());
                  findings(input).accept(finding);
                })
            .withNames(options.events());
    ReadSummary summary =
        read(
            input,
            TraceReaders.of(input.kind(), wanted).orElseThrow(),
            record -> {
              if (record instanceof TraceEvent event) {
                events.add(event);
              } else if (record instanceof DroppedEvents) {
                dropped[0] = true;
              } else {
                beside(input, record, kept);
              }
            });
    events.end(input.name(), findings(input));
    keepBackendLines(input, summary, kept);
    traces.add(
        new LoadedTrace(
            input.participant(),
            input.name(),
            summary.clock(),
            dropped[0] || events.lost(),
            events.events(),
            events.gaps(),
            kept.lines(),
            summary.clock() == ReadSummary.TimeBasis.WALL,
            0));
  }

  private void traffic(Input input) throws IOException {
    Map<String, ConnectionBuilder> open = new LinkedHashMap<>();
    long[] lost = {0, 0};
    KeptNotes notes = new KeptNotes(findings(input));
    Consumer<Diagnostic> found =
        finding -> {
          if (LOSSES.contains(finding.code())) {
            lost[0]++;
            // Whose the message was is not known.
            open.values().forEach(ConnectionBuilder::lost);
          }
          findings(input).accept(finding);
        };
    ReadSummary summary =
        read(
            input,
            TraceReaders.wire(input.kind(), options(input, found)).orElseThrow(),
            record -> {
              if (record instanceof WireMessage message) {
                connection(input, open, message.connection(), notes).add(message);
              } else if (record instanceof WireEvent event) {
                lost[1] += GAPS.contains(event.kind()) ? 1 : 0;
                connection(input, open, event.connection(), notes).add(event);
              }
            });
    if (gaps(input, (int) lost[1]) || summary.damaged() > lost[0]) {
      open.values().forEach(ConnectionBuilder::lacking);
    }
    boolean calls = input.kind() == InputKind.STRACE;
    boolean day = calls && summary.clock() == ReadSummary.TimeBasis.TIME_OF_DAY;
    // Times since the first call say nothing without it; the order is kept.
    boolean untimed = calls && !day && summary.clock() != ReadSummary.TimeBasis.WALL;
    long left = 0;
    for (ConnectionBuilder builder : open.values()) {
      Connection connection = builder.end();
      left += builder.leftOut();
      if (day) {
        ofDay.add(connections.size());
      }
      connections.add(untimed ? connection.untimed() : connection);
    }
    notes.end();
    if (left > 0) {
      String message = left + " messages were not kept, first of all those that change nothing";
      findings(input).accept(new Diagnostic(Code.MESSAGES_LEFT_OUT, 0, 0, input.name(), message));
    }
  }

  private ConnectionBuilder connection(
      Input input, Map<String, ConnectionBuilder> open, String name, KeptNotes notes) {
    String calls = input.kind() == InputKind.STRACE ? input.participant() : "";
    return open.computeIfAbsent(
        name,
        key ->
            new ConnectionBuilder(input.name(), key, input.participant(), calls, notes, messages));
  }

  /** A conversation or the log of a back-end, between which QEMU may have written lines. */
  private void mixed(Input input) throws IOException {
    KeptLines kept = new KeptLines();
    gaps(input, 0);
    ReadSummary summary =
        read(
            input,
            TraceReaders.of(
                    input.role() == InputRole.BACKEND_LOG ? InputKind.BACKEND_LOG : input.kind(),
                    options(input))
                .orElseThrow(),
            record -> beside(input, record, kept));
    keepBackendLines(input, summary, kept);
    List<LogLine> lines = kept.lines();
    if (!lines.isEmpty()) {
      String who = input.participant().isEmpty() ? QEMU : input.participant();
      boolean wall = summary.clock() == ReadSummary.TimeBasis.WALL;
      traces.add(
          new LoadedTrace(
              who, input.name(), summary.clock(), false, List.of(), List.of(), lines, wall, 0));
    }
  }

  /** What a text holds beside the records of a process. */
  private void beside(Input input, TraceRecord record, KeptLines kept) {
    if (record instanceof QmpMessage message) {
      // In the log of a process the conversation is with that process.
      qmp.add(message.who().isEmpty() ? message.of(input.participant()) : message);
    } else if (record instanceof LogLine line) {
      kept.add(line);
    } else if (record instanceof BackendLine line) {
      kept.add(line);
    }
  }

  private void keepBackendLines(Input input, ReadSummary summary, KeptLines kept) {
    kept.end(input.name(), findings(input));
    if (!kept.backendLines().isEmpty() || input.role() == InputRole.BACKEND_LOG) {
      logs.add(new LoadedLog(input.name(), summary.clock(), kept.backendLines()));
    }
  }

  private ReadSummary read(Input input, TraceReader reader, Consumer<TraceRecord> sink)
      throws IOException {
    UnderstoodRecords understanding = new UnderstoodRecords();
    try (ByteSource source = options.monitor().open(input)) {
      ReadSummary summary =
          reader.read(
              source,
              record -> {
                options.monitor().record(record);
                understanding.count(record);
                sink.accept(record);
              });
      long understood = understanding.understood() + summary.refused();
      files.add(new LoadedFile(input, summary, understood, ""));
      return summary;
    }
  }

  private ReadOptions options(Input input) {
    return options(input, findings(input));
  }

  private ReadOptions options(Input input, Consumer<Diagnostic> found) {
    ReadOptions all = ReadOptions.of(input.name(), found);
    return declarations == null ? all : all.withEvents(declarations);
  }

  private Consumer<Diagnostic> findings(Input input) {
    return diagnostic -> findings.add(new Finding(input.name(), diagnostic));
  }
}
