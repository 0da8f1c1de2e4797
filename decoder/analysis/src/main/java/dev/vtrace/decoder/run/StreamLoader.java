// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureGaps;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads migration streams, and the lists of descriptors that belong to them. */
final class StreamLoader {
  private final Capture capture;
  private final LoadOptions options;
  private final List<Finding> findings;
  private final List<LoadedStream> streams = new ArrayList<>();
  private final Map<Input, @Nullable DescriptorLog> lists = new HashMap<>();

  StreamLoader(Capture capture, LoadOptions options, List<Finding> findings) {
    this.capture = capture;
    this.options = options;
    this.findings = findings;
  }

  List<LoadedStream> streams() {
    return streams;
  }

  /** Whether anything of the last stream was decoded. */
  boolean decodes() {
    return streams.get(streams.size() - 1).summary().coverage().decoded() > 0;
  }

  /** Whether a list of descriptors belongs to one of the streams. */
  boolean used(Input list) {
    return lists.containsKey(list);
  }

  void read(Input input) throws IOException {
    Input beside = beside(input);
    DescriptorLog log = beside == null ? null : list(beside);
    List<StreamHole> holes = CaptureGaps.holes(CaptureGaps.of(capture, input));
    try (ByteSource source = options.monitor().open(input)) {
      decode(input.name(), source, beside == null ? "" : beside.name(), log, holes);
    }
  }

  /** A stream from system calls, with the descriptors that went with it. */
  void read(TracedStreams.TracedStream traced) throws IOException {
    try (ByteSource source = Inputs.open(traced.file())) {
      decode(traced.name(), source, traced.name(), traced.descriptors(), List.of());
    }
  }

  private void decode(
      String name,
      ByteSource source,
      String list,
      @Nullable DescriptorLog log,
      List<StreamHole> holes)
      throws IOException {
    List<SectionPlace> places = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    StreamVisitor other = options.streams().apply(name);
    StreamVisitor visitor =
        new StreamVisitor() {
          @Override
          public void begin(ByteSource from) throws IOException {
            other.begin(from);
          }

          @Override
          public void section(Section section) throws IOException {
            other.section(section);
            if (!section.name().isEmpty()) {
              places.add(new SectionPlace(section.name(), section.offset(), section.length()));
            }
            if (options.sections().test(section)) {
              sections.add(section);
            }
          }

          @Override
          public void diagnostic(Diagnostic diagnostic) throws IOException {
            other.diagnostic(diagnostic);
            findings.add(new Finding(name, diagnostic));
          }

          @Override
          public void end(StreamSummary found) throws IOException {
            other.end(found);
          }
        };
    StreamOptions reading = new StreamOptions(null, log, false, holes);
    StreamSummary summary = new StreamDecoder(source, reading).decode(visitor);
    streams.add(new LoadedStream(name, summary, devices(summary), places, sections, list, log));
  }

  private static List<VhostDevice> devices(StreamSummary summary) {
    List<VhostDevice> devices = new ArrayList<>();
    for (VirtioReading reading : summary.devices()) {
      if (VhostDevice.isVhost(reading.kind()) || reading.transfer()) {
        devices.add(VhostDevice.of(reading));
      }
    }
    return devices;
  }

  /**
   * The list that belongs to this stream: with several streams, the one named like it, of several
   * captures that in its folder.
   */
  private @Nullable Input beside(Input stream) {
    Input elsewhere = null;
    for (Input input : capture.with(InputRole.DESCRIPTORS)) {
      boolean like = input.group().equals(stream.group());
      if (like && Objects.equals(input.path().getParent(), stream.path().getParent())) {
        return input;
      }
      elsewhere = like && elsewhere == null ? input : elsewhere;
    }
    return elsewhere;
  }

  private @Nullable DescriptorLog list(Input input) {
    if (!lists.containsKey(input)) {
      lists.put(input, readList(input));
    }
    return lists.get(input);
  }

  /** A list that cannot be read is no reason to read the stream less: null. */
  private @Nullable DescriptorLog readList(Input input) {
    try (ByteSource source = options.monitor().open(input)) {
      return DescriptorLogReader.read(input.name(), new SourceStream(source));
    } catch (IOException e) {
      String why = "it cannot be read: " + e.getMessage();
      findings.add(
          new Finding(input.name(), new Diagnostic(Code.NOT_READ, 0, 0, input.name(), why)));
      return null;
    }
  }
}
