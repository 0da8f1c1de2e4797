// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Migration;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.QmpReader;
import dev.vtrace.decoder.trace.ReadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads from a capture what rules need beside the joined model: single messages, lines and fields,
 * which the model sums up. What is wrong with the files themselves is a finding of the model.
 */
public final class RunReader {
  private final Capture capture;
  private final Migration migration;

  private RunReader(Capture capture, Migration migration) {
    this.capture = capture;
    this.migration = migration;
  }

  /**
   * Reads a capture.
   *
   * @throws IOException if a file cannot be read
   */
  public static Run read(Capture capture, Migration migration) throws IOException {
    return new RunReader(capture, migration).read();
  }

  private Run read() throws IOException {
    ConnectionReader connections = new ConnectionReader();
    ProcessReader processes = new ProcessReader(capture);
    List<StreamFacts> streams = new ArrayList<>();
    boolean proxy = !capture.with(InputRole.SOCKET).isEmpty();
    for (Input input : capture.inputs()) {
      switch (input.role()) {
        case SOCKET:
          connections.read(input);
          break;
        case TRACE:
          // System calls repeat what a proxy recorded.
          if (input.kind() != InputKind.STRACE) {
            processes.read(input);
          } else if (!proxy) {
            connections.read(input);
          }
          break;
        case BACKEND_LOG:
          processes.read(input);
          break;
        case QMP:
          qmp(input, processes);
          break;
        case STREAM:
          streams.add(stream(input));
          break;
        default:
          break;
      }
    }
    List<Connection> sorted = connections.connections();
    sorted.sort(Comparator.comparingLong(RunReader::begin));
    return new Run(capture.name(), migration, sorted, processes.logs(), processes.qmp(), streams);
  }

  private static long begin(Connection connection) {
    boolean none = connection.session().steps().isEmpty();
    return none ? Long.MAX_VALUE : connection.session().steps().get(0).message().timeNs();
  }

  private static void qmp(Input input, ProcessReader out) throws IOException {
    QmpReader reader = new QmpReader(ReadOptions.of(input.name(), d -> {}));
    try (ByteSource source = Inputs.open(input.path())) {
      reader.read(source, record -> out.take(input, record));
    }
  }

  private StreamFacts stream(Input input) throws IOException {
    Keeper keeper = new Keeper();
    try (ByteSource source = Inputs.open(input.path())) {
      StreamOptions options = new StreamOptions(null, descriptors(input), false);
      StreamSummary summary = new StreamDecoder(source, options).decode(keeper);
      List<VhostDevice> devices = new ArrayList<>();
      for (VirtioReading reading : summary.devices()) {
        if (VhostDevice.isVhost(reading.kind())) {
          devices.add(VhostDevice.of(reading));
        }
      }
      return new StreamFacts(input.name(), summary, devices, keeper.sections);
    }
  }

  /** The descriptors that were recorded beside a stream, or null. */
  private DescriptorLog descriptors(Input stream) throws IOException {
    for (Input input : capture.with(InputRole.DESCRIPTORS)) {
      boolean empty = Files.size(input.path()) == 0;
      if (input.group().equals(stream.group()) && !empty) {
        try (InputStream in = Files.newInputStream(input.path())) {
          return DescriptorLogReader.read(input.name(), in);
        } catch (IOException e) {
          // A list without descriptors proves nothing; damage is a finding of the model.
          return null;
        }
      }
    }
    return null;
  }

  private static final class Keeper implements StreamVisitor {
    private final List<Section> sections = new ArrayList<>();

    @Override
    public void section(Section section) {
      if (section.name().contains("vhost")) {
        sections.add(section);
      }
    }
  }
}
