// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.channels.ChannelDecoder;
import dev.vtrace.decoder.channels.MigrationReader;
import dev.vtrace.decoder.compare.DescribedLayout;
import dev.vtrace.decoder.compare.DiffVisitor;
import dev.vtrace.decoder.compare.LayoutDiff;
import dev.vtrace.decoder.compare.StreamDiff;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.export.AnalyzeMigration;
import dev.vtrace.decoder.export.DiffJson;
import dev.vtrace.decoder.export.DiffText;
import dev.vtrace.decoder.export.Glob;
import dev.vtrace.decoder.export.StreamJson;
import dev.vtrace.decoder.export.StreamText;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.stream.SchemaReader;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.vmstate.DescriptionReader;
import dev.vtrace.decoder.vmstate.DeviceDescription;
import dev.vtrace.decoder.vmstate.Schema;
import dev.vtrace.decoder.vmstate.StreamDescription;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Ways into the decoder that take bytes from outside. Each must stand any input: what it finds
 * wrong it reports, and an exception, other than an {@link IOException} where one is documented, is
 * a bug.
 */
enum Target {
  /** A stream. */
  STREAM {
    @Override
    void run(byte[] input) throws IOException {
      decode(source(input), new StreamOptions(null, null, true));
    }
  },

  /** A stream, and the list of the descriptors in it. */
  FDS {
    @Override
    void run(byte[] input) throws IOException {
      List<byte[]> parts = Parts.split(input);
      DescriptorLog log = null;
      try {
        log = DescriptorLogReader.read("fds", new ByteArrayInputStream(part(parts, 1)));
      } catch (IOException noList) {
        // The stream is read without it.
      }
      decode(source(part(parts, 0)), new StreamOptions(null, log, false));
    }
  },

  /** A description, and the bytes that it describes: the same for each device. */
  DESCRIPTION {
    @Override
    void run(byte[] input) throws IOException {
      List<byte[]> parts = Parts.split(input);
      StreamDescription description = DescriptionReader.read(part(parts, 0));
      StreamWriter stream = StreamWriter.begin("fuzz");
      int id = 0;
      for (DeviceDescription device : description.devices().values()) {
        byte[] name = device.name().getBytes(StandardCharsets.UTF_8);
        if (name.length < 256 && id < MAX_DEVICES) {
          stream.u8(4).u32(id).u8(name.length).bytes(name).u32(device.instance()).u32(1);
          stream.bytes(part(parts, 1)).footer(id);
          id++;
        }
      }
      stream.u8(0).u8(6).u32(part(parts, 0).length).bytes(part(parts, 0));
      decode(stream.source(), StreamOptions.DEFAULT);
    }
  },

  /** A schema, and a stream to be read with it. */
  SCHEMA {
    @Override
    void run(byte[] input) throws IOException {
      List<byte[]> parts = Parts.split(input);
      Schema schema;
      try {
        schema = SchemaReader.read(source(part(parts, 0)));
      } catch (IOException noSchema) {
        return;
      }
      decode(source(part(parts, 1)), new StreamOptions(schema, null, false));
      DescribedLayout layout = DescribedLayout.of(schema);
      if (!LayoutDiff.compare(layout, layout).isEmpty()) {
        throw new AssertionError("a layout differs from itself");
      }
    }
  },

  /** A stream in all forms that it can be shown in. */
  EXPORT {
    @Override
    void run(byte[] input) throws IOException {
      ByteSource source = source(input);
      StreamOptions options = new StreamOptions(null, null, true);
      text(source, options, new StreamText.Options(null, false, false, true));
      text(source, options, new StreamText.Options(Glob.ALL, true, true, false));
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      try (StreamJson writer = new StreamJson(json, Glob.ALL, true)) {
        new StreamDecoder(source, options).decode(writer);
      }
      parse(json);
      ByteArrayOutputStream analysis = new ByteArrayOutputStream();
      new StreamDecoder(source, StreamOptions.DEFAULT).decode(new AnalyzeMigration(analysis));
      parse(analysis);
    }

    private void text(ByteSource source, StreamOptions options, StreamText.Options how)
        throws IOException {
      PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
      new StreamDecoder(source, options).decode(new StreamText(out, how));
    }
  },

  /** A main stream, which may be empty, and side channels. */
  CHANNELS {
    @Override
    void run(byte[] input) throws IOException {
      List<ByteSource> channels = new ArrayList<>();
      for (byte[] part : Parts.split(input)) {
        channels.add(source(part));
      }
      for (ByteSource source : channels) {
        ChannelChecks checks = new ChannelChecks(source);
        ChannelDecoder decoder = ChannelDecoder.of(source, 0, checks);
        if (decoder != null) {
          while (decoder.step()) {
            checks.step();
          }
          checks.end(decoder.summary());
        }
      }
      ByteSource main = channels.remove(0);
      MigrationChecks checks = new MigrationChecks(main);
      new MigrationReader(main, channels, StreamOptions.DEFAULT, null).read(checks);
      checks.done();
    }
  },

  /** Two streams to be compared. */
  COMPARE {
    @Override
    void run(byte[] input) throws IOException {
      List<byte[]> parts = Parts.split(input);
      ByteSource a = source(part(parts, 0));
      ByteSource b = source(part(parts, 1));
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      compare(a, b, new DiffJson(json));
      parse(json);
      PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
      compare(b, a, new DiffText(out, false));
      if (compare(a, a, new DiffJson(new ByteArrayOutputStream())) > 0) {
        throw new AssertionError("a stream differs from itself");
      }
    }

    private long compare(ByteSource a, ByteSource b, DiffVisitor visitor) throws IOException {
      return new StreamDiff(a, b, null, path -> false).compare(visitor).differences();
    }
  },

  /** A file that may be packed: gzip, xz, zstd, a zip archive of one file, a save image. */
  PACKED {
    @Override
    void run(byte[] input) throws IOException {
      PackedChecks.unpack(input);
    }
  },

  /** A zip archive of a capture. */
  ARCHIVE {
    @Override
    void run(byte[] input) throws IOException {
      PackedChecks.archive(input);
    }
  },

  /** The {@code capture.json} of a capture, and the log in it. */
  MANIFEST {
    @Override
    void run(byte[] input) throws IOException {
      List<byte[]> parts = Parts.split(input);
      PackedChecks.manifest(part(parts, 0), part(parts, 1));
    }
  },

  /** The {@code .vtrace.json} of a folder. */
  SETTINGS {
    @Override
    void run(byte[] input) throws IOException {
      PackedChecks.settings(input);
    }
  },

  /** A log or a recording of any kind: each reader of records reads it. */
  RECORDS {
    @Override
    void run(byte[] input) throws IOException {
      RecordChecks.read(input);
    }
  },

  /** The files of a run: loaded, joined, checked, and shown. */
  RUN {
    @Override
    void run(byte[] input) throws IOException {
      RunChecks.read(Parts.split(input));
    }
  };

  private static final int MAX_DEVICES = 8;
  private static final JsonFactory JSON = new JsonFactory();

  /** The name in file names and on command lines. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Runs it on an input; throws whatever it finds wrong. */
  abstract void run(byte[] input) throws IOException;

  private static HeapSource source(byte[] bytes) {
    return new HeapSource("fuzz", bytes);
  }

  private static byte[] part(List<byte[]> parts, int index) {
    return index < parts.size() ? parts.get(index) : new byte[0];
  }

  private static void decode(ByteSource source, StreamOptions options) throws IOException {
    long used = decodeOnce(source, options);
    if (used > Spans.limit(source)) {
      // The first input to reach a class has its loading counted, too.
      used = decodeOnce(source, options);
    }
    Spans.require(used <= Spans.limit(source), used + " bytes allocated");
  }

  private static long decodeOnce(ByteSource source, StreamOptions options) throws IOException {
    long before = Spans.allocated();
    StreamChecks checks = new StreamChecks(source);
    new StreamDecoder(source, options).decode(checks);
    checks.done();
    return Spans.allocated() - before;
  }

  static void parse(ByteArrayOutputStream text) throws IOException {
    try (JsonParser parser = JSON.createParser(text.toByteArray())) {
      while (parser.nextToken() != null) {
        parser.getText();
      }
    }
  }
}
