// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a migration stream and what was recorded beside it. */
final class StreamMaterial {
  private final Material material;

  StreamMaterial(Material material) {
    this.material = material;
  }

  void read(Input input) throws IOException {
    Input beside = beside(input);
    DescriptorLog log = beside == null ? null : log(beside);
    List<StreamMark.Place> places = new ArrayList<>();
    StreamVisitor visitor =
        new StreamVisitor() {
          @Override
          public void section(Section section) {
            if (!section.name().isEmpty()) {
              places.add(new StreamMark.Place(section.name(), section.offset(), section.length()));
            }
          }

          @Override
          public void diagnostic(Diagnostic diagnostic) {
            material.findings.add(new Finding(input.name(), diagnostic));
          }
        };
    try (ByteSource source = Inputs.open(input.path())) {
      StreamOptions options = new StreamOptions(null, log, false);
      StreamSummary summary = new StreamDecoder(source, options).decode(visitor);
      List<VhostDevice> devices = new ArrayList<>();
      for (VirtioReading reading : summary.devices()) {
        if (VhostDevice.isVhost(reading.kind()) || reading.transfer()) {
          devices.add(VhostDevice.of(reading));
        }
      }
      StreamMark mark =
          new StreamMark(input.name(), 0, summary, List.copyOf(devices), List.copyOf(places));
      material.streams.add(
          new Material.Stream(mark, beside == null ? "" : beside.name(), places(beside, log)));
    }
  }

  /** The list that belongs to this stream: with several streams, the one named like it. */
  private Input beside(Input stream) {
    for (Input input : material.capture.with(InputRole.DESCRIPTORS)) {
      if (input.group().equals(stream.group())) {
        return input;
      }
    }
    return null;
  }

  private DescriptorLog log(Input input) throws IOException {
    try (ByteSource source = Inputs.open(input.path())) {
      return source.size() == 0
          ? new DescriptorLog(List.of())
          : DescriptorLogReader.read(input.name(), new SourceStream(source));
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** One object a line, which is how such lists are written. */
  private static List<DescriptorPlace> places(Input input, DescriptorLog log) {
    List<DescriptorPlace> out = new ArrayList<>();
    if (log == null) {
      return out;
    }
    long line = 0;
    long last = -1;
    for (DescriptorLog.Entry entry : log.entries()) {
      if (entry.offset() != last) {
        line++;
      }
      last = entry.offset();
      Evidence evidence =
          new Evidence(input.name(), line, 0, entry.kind() + " at byte " + entry.offset());
      out.add(
          new DescriptorPlace(
              entry.offset(), entry.kind(), entry.timeNs(), entry.identity(), evidence));
    }
    return out;
  }
}
