// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.benchmarks;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.input.TraceReaders;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.MessageCodec;
import dev.vtrace.decoder.vhostuser.Negotiated;
import dev.vtrace.decoder.vhostuser.Session;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The loops that run once for each line, message or byte, over one recorded migration in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InnerLoops {
  private static final ReadOptions QUIET = ReadOptions.of("benchmark", note -> {});

  private byte[] log;
  private byte[] stream;
  private final List<Message> messages = new ArrayList<>();

  @Setup
  public void read() throws IOException {
    Path run = Path.of(System.getProperty("vtrace.samples"), "backend-transfer-2q");
    try (InputStream in =
        new GZIPInputStream(new FileInputStream(run.resolve("src.trace.log.gz").toFile()))) {
      log = in.readAllBytes();
    }
    try (ByteSource source = Inputs.open(run.resolve("stream.bin"));
        InputStream in = new SourceStream(source)) {
      stream = in.readAllBytes();
    }
    try (InputStream in = Files.newInputStream(run.resolve("vhost-user-dev0.jsonl"))) {
      TraceReaders.of(InputKind.VHOST_USER_JSON, QUIET)
          .orElseThrow()
          .read(
              in,
              record -> {
                if (record instanceof WireMessage wire) {
                  messages.add(wire.message());
                }
              });
    }
  }

  /** The lines of a log, without a look at them. */
  @Benchmark
  public int lines() throws IOException {
    LineReader lines =
        new LineReader(
            new ByteArrayInputStream(log),
            LineReader.LOG_LINE,
            "benchmark",
            new LimitedFindings(QUIET.diagnostics()));
    int count = 0;
    while (lines.next()) {
      count += lines.end() - lines.start();
    }
    return count;
  }

  /** The same log, read as events. */
  @Benchmark
  public void events(Blackhole hole) throws IOException {
    TraceReaders.of(InputKind.QEMU_LOG, QUIET)
        .orElseThrow()
        .read(new ByteArrayInputStream(log), hole::consume);
  }

  /** A whole stream with its device states. */
  @Benchmark
  public StreamSummary stream() throws IOException {
    return new StreamDecoder(new HeapSource("benchmark", stream), StreamOptions.DEFAULT)
        .decode(new StreamVisitor() {});
  }

  /** The fields of each message of a connection. */
  @Benchmark
  public void messages(Blackhole hole) {
    for (Message message : messages) {
      hole.consume(MessageCodec.decode(message, Negotiated.NOTHING));
    }
  }

  /** The same with the state of the connection after each. */
  @Benchmark
  public Session session() {
    Session session = new Session(note -> {});
    messages.forEach(session::add);
    return session;
  }
}
