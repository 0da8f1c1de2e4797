// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.run.LoadMonitor;
import dev.vtrace.decoder.trace.TraceRecord;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what is read of a run, reports it, and ends reading on request or at a limit. */
final class ReadControl implements LoadMonitor {
  /** Bytes between two calls of the listener. */
  private static final long STEP = 1 << 20;

  private final String name;
  private final OpenOptions options;
  private final Runnable cancelled;
  private final Map<Input, Long> sizes;
  private final long total;

  private long unpacked;
  private long records;

  /** Bytes of the files before the one that is being read. */
  private long before;

  private String file = "";
  private long size;
  private long told = -1;
  private @Nullable LimitExceededException exceeded;

  /**
   * @param name of the capture
   * @param cancelled throws where the reading is to end
   * @param sizes of all files, as stored
   * @param unpacked how many bytes were unpacked before
   */
  ReadControl(
      String name, OpenOptions options, Runnable cancelled, Map<Input, Long> sizes, long unpacked)
      throws LimitExceededException {
    this.name = name;
    this.options = options;
    this.cancelled = cancelled;
    this.sizes = sizes;
    this.total = sizes.values().stream().mapToLong(Long::longValue).sum();
    unpack(unpacked);
  }

  @Override
  public ByteSource open(Input input) throws IOException {
    cancelled.run();
    before += size;
    file = input.name();
    size = sizes.getOrDefault(input, 0L);
    report(0);
    return new CountedSource(Inputs.open(input.path(), new Watched()));
  }

  @Override
  public void record(TraceRecord record) {
    records++;
    if (records > options.maxRecords()) {
      throw new UncheckedIOException(
          exceed("has more than the " + options.maxRecords() + " records that are allowed"));
    }
  }

  /** All files were read. A limit counts even if a reader took it for damage. */
  void end() throws LimitExceededException {
    if (exceeded != null) {
      throw exceeded;
    }
    options.progress().update(file, total, total);
  }

  private void unpack(long bytes) throws LimitExceededException {
    unpacked += bytes;
    if (unpacked > options.maxUnpackedBytes()) {
      throw exceed(
          "unpacks to more than the " + options.maxUnpackedBytes() + " bytes that are allowed");
    }
  }

  private LimitExceededException exceed(String why) {
    exceeded = new LimitExceededException(name + ": " + why);
    return exceeded;
  }

  /** Tells of bytes of the file, but not that all is done before it is. */
  private void report(long bytes) {
    long sum = Math.min(before + bytes, total - 1);
    if (total > 0 && (bytes == 0 || sum - told >= STEP)) {
      told = Math.max(told, sum);
      options.progress().update(file, Math.max(0, told), total);
    }
  }

  /** Content as it comes out of what it was compressed with. */
  private final class UnpackedStream extends FilterInputStream {
    UnpackedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      cancelled.run();
      int n = in.read(into, at, length);
      unpack(Math.max(0, n));
      return n;
    }
  }

  /** A source whose reading shows; so it is not mapped into memory. */
  private final class CountedSource implements ByteSource {
    private final ByteSource source;
    private long read;

    CountedSource(ByteSource source) {
      this.source = source;
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public long size() {
      return source.size();
    }

    @Override
    public boolean complete() {
      return source.complete();
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws IOException {
      cancelled.run();
      int n = source.read(offset, into, at, length);
      // Some bytes are read twice. Of what was packed the same part counts as of the content.
      read = Math.min(source.size(), read + n);
      if (read > 0) {
        report((long) Math.max(1, (double) read / source.size() * size));
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }

  /** Counts what is unpacked. */
  private final class Watched implements Inputs.Head {
    @Override
    public void check(ByteSource begin) {}

    @Override
    public InputStream watch(InputStream content) {
      return new UnpackedStream(content);
    }
  }
}
