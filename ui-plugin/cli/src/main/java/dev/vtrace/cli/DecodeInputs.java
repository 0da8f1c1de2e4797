// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceFileSystem;
import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import dev.vtrace.decoder.capture.CaptureGaps;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.channels.ChannelKind;
import dev.vtrace.decoder.channels.ChannelStream;
import dev.vtrace.decoder.channels.ChannelSummary;
import dev.vtrace.decoder.channels.MigrationReader;
import dev.vtrace.decoder.channels.MigrationSummary;
import dev.vtrace.decoder.channels.MigrationVisitor;
import dev.vtrace.decoder.ram.RamImages;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.stream.StreamSummary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inputs of {@code vtrace decode}: a main stream, side channels, or both. */
final class DecodeInputs implements Closeable {
  private static final String STANDARD_INPUT = "<stdin>";

  private final List<ByteSource> all = new ArrayList<>();
  private final List<ByteSource> channels = new ArrayList<>();

  /** What channels lack; a sentence each. */
  private final List<String> lacking = new ArrayList<>();

  private @Nullable ByteSource main;
  private List<StreamHole> holes = List.of();

  /** The first input that is neither a stream nor a channel, or null. */
  private @Nullable ByteSource unknown;

  private DecodeInputs() {}

  /**
   * Opens inputs and tells by their content what they are.
   *
   * @throws IOException if one cannot be read, or is neither a stream nor a channel
   */
  static DecodeInputs open(List<String> names, Console console) throws IOException {
    DecodeInputs inputs = new DecodeInputs();
    try {
      for (String name : names) {
        if (name.equals("-")) {
          inputs.standardInput(
              Inputs.read(STANDARD_INPUT, console.in(), NotAStream.beforeUnpacking()));
        } else if (CaptureOpener.isCapture(Path.of(name))) {
          inputs.capture(Path.of(name));
        } else {
          Path path = Path.of(name);
          inputs.add(Inputs.open(path, NotAStream.beforeUnpacking()), CaptureGaps.beside(path));
        }
      }
      for (String lacking : inputs.lacking) {
        console.note(lacking);
      }
      if (console.verbose()) {
        inputs.all.forEach(source -> console.note("read: " + source.name() + inputs.kind(source)));
      }
      if (inputs.main == null && inputs.unknown != null) {
        throw new IOException(NotAStream.describe(inputs.unknown));
      }
      if (inputs.main == null && inputs.channels.size() > 1) {
        throw new IOException(
            "none of the inputs is the main stream of a migration, which tells where the pages of"
                + " its channels belong");
      }
      return inputs;
    } catch (IOException e) {
      inputs.close();
      throw e;
    }
  }

  /** What an input was taken for. */
  private String kind(ByteSource source) {
    if (source == main) {
      return ": migration stream";
    }
    return source == unknown ? ": unknown data" : ": side channel";
  }

  /** Adds what came through a pipe: a stream, a channel, or an archive of a capture. */
  private void standardInput(ByteSource source) throws IOException {
    if (!NotAStream.isArchive(source)) {
      add(source, List.of());
      return;
    }
    all.add(source);
    capture(SourceFileSystem.of(Map.of(STANDARD_INPUT, source)).resolve(STANDARD_INPUT));
  }

  /** Adds the stream that a capture holds. */
  private void capture(Path path) throws IOException {
    Capture capture = CaptureOpener.open(path);
    List<Input> streams = capture.with(InputRole.STREAM);
    if (streams.isEmpty()) {
      throw new IOException(path + ": this capture has no migration stream");
    }
    for (Input stream : streams) {
      add(Inputs.open(stream.path()), CaptureGaps.of(capture, stream));
    }
  }

  private void add(ByteSource source, List<RecordedGap> gaps) throws IOException {
    all.add(source);
    if (StreamDecoder.isStream(source)) {
      if (main != null) {
        throw new IOException(
            main.name() + " and " + source.name() + " are both main streams; give one at a time");
      }
      main = source;
      holes = CaptureGaps.holes(gaps);
    } else if (ChannelKind.of(source) != null) {
      channels.add(source);
      for (RecordedGap gap : gaps) {
        lacking.add(source.name() + ": " + gap.bytes() + " bytes are not in the recording");
      }
    } else {
      // Beside a main stream it is a file that cannot be read, and no reason to read nothing.
      channels.add(source);
      unknown = unknown == null ? source : unknown;
    }
  }

  /** The side channels, in the order in which they were given. */
  List<ByteSource> channels() {
    return channels;
  }

  /** The main stream, or null. */
  @Nullable ByteSource main() {
    return main;
  }

  /** What the recording of the main stream lacks. */
  List<StreamHole> holes() {
    return holes;
  }

  /** Decodes all of it. */
  DecodeResult decode(MigrationVisitor visitor, StreamOptions options) throws IOException {
    if (main == null) {
      boolean fine = fine(ChannelStream.decode(channels.get(0), visitor));
      return new DecodeResult(null, fine && lacking.isEmpty());
    }
    if (channels.isEmpty()) {
      return new DecodeResult(null, fine(new StreamDecoder(main, options).decode(visitor)));
    }
    return decode(visitor, options, null);
  }

  /** Decodes all of it, with guest memory written to files. */
  DecodeResult decode(MigrationVisitor visitor, StreamOptions options, @Nullable RamImages images)
      throws IOException {
    MigrationSummary migration =
        new MigrationReader(requireNonNull(main), channels, options, images).read(visitor);
    boolean fine = fine(migration.main()) && lacking.isEmpty();
    for (ChannelSummary channel : migration.channels()) {
      fine &= channel.outcome() == StreamOutcome.COMPLETE && channel.errors() == 0;
    }
    return new DecodeResult(migration, fine);
  }

  private static boolean fine(StreamSummary summary) {
    return summary.outcome() == StreamOutcome.COMPLETE && summary.errors() == 0;
  }

  @Override
  public void close() throws IOException {
    for (ByteSource source : all) {
      source.close();
    }
  }
}
