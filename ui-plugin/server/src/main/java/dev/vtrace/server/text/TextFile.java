// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.event.EventUser;
import dev.vtrace.decoder.trace.input.TraceReaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Text of any size, by lines; lines count from 0. {@link #scan} reads all of it once, and what it
 * has read can be asked for in the meantime. Memory does not grow with the text but for one word in
 * 64 lines and the landmarks.
 */
public final class TextFile implements AutoCloseable {
  /** Bytes that are looked at for one answer. */
  private static final int ANSWER = 8 << 20;

  private static final int CHUNK = 64 * 1024;

  private final String name;
  private final InputKind kind;
  private final ByteSource source;
  private final LineIndex index = new LineIndex();
  private final Landmarks landmarks = new Landmarks();
  private volatile boolean closed;

  /**
   * A text.
   *
   * @param kind what reads its lines
   * @param source its bytes, in UTF-8; closed with the text
   */
  public TextFile(String name, InputKind kind, ByteSource source) {
    this.name = name;
    this.kind = kind;
    this.source = source;
  }

  public LineIndex index() {
    return index;
  }

  public Landmarks landmarks() {
    return landmarks;
  }

  public long size() {
    return source.size();
  }

  /**
   * Reads the text from its first byte, or from its last line if it was read before.
   *
   * @param progress gets the bytes read so far
   * @throws IOException if it cannot be read, or was closed in the meantime
   */
  public void scan(LongConsumer progress) throws IOException {
    LineIndex.IndexedLine from = index.resume();
    landmarks.removeFrom(from.line());
    ScanStream in = new ScanStream(source, from.offset(), index, () -> closed, progress);
    ReadOptions options =
        ReadOptions.of(name, d -> {}).withNames(EventUser.names(EventUser.OUTLINE));
    boolean events =
        kind == InputKind.QEMU_LOG
            || kind == InputKind.SIMPLETRACE_TEXT
            || kind == InputKind.FTRACE;
    if (events) {
      TraceReader reader = TraceReaders.of(kind, options).orElseThrow();
      reader.read(in, record -> landmark(record, from.line()));
    }
    byte[] chunk = new byte[CHUNK];
    while (in.read(chunk, 0, CHUNK) >= 0) {
      // The stream counts lines as it goes.
    }
    index.end();
  }

  private void landmark(TraceRecord record, long from) {
    if (record instanceof TraceEvent event) {
      landmarks.add(event, from + event.span().line() - 1);
    }
  }

  /** Lines from one to before another, as far as they were read and are not too much. */
  public List<String> lines(long from, long to) throws IOException {
    List<String> out = new ArrayList<>();
    byte[] bytes = bytes(from, to);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        out.add(text(bytes, start, i));
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      out.add(text(bytes, start, bytes.length));
    }
    return out;
  }

  private static String text(byte[] bytes, int start, int end) {
    int stop = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
    return new String(bytes, start, stop - start, StandardCharsets.UTF_8);
  }

  /** One line; empty if there is none. */
  public String line(long number) throws IOException {
    List<String> one = lines(number, number + 1);
    return one.isEmpty() ? "" : one.get(0);
  }

  /**
   * The records of lines; those of a line are one after the other, and lines without a record are
   * left out.
   */
  public List<LandmarkRow> rows(long from, long to) throws IOException {
    long first = Math.max(0, from);
    byte[] bytes = bytes(first, to);
    List<LandmarkRow> out = new ArrayList<>();
    Optional<TraceReader> reader = TraceReaders.of(kind, ReadOptions.of(name, d -> {}));
    if (reader.isEmpty() || bytes.length == 0) {
      return out;
    }
    List<String> lines = lines(first, to);
    reader
        .get()
        .read(
            new ByteArrayInputStream(bytes),
            record -> {
              int line = (int) record.span().line() - 1;
              if (line >= 0 && line < lines.size()) {
                out.add(new LandmarkRow(first + line, lines.get(line), record));
              }
            });
    return out;
  }

  /** The first record of a line, or null. */
  public @Nullable LandmarkRow row(long line) throws IOException {
    List<LandmarkRow> rows = rows(line, line + 1);
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** The bytes of lines, from the first byte of one to before the first of another. */
  private byte[] bytes(long from, long to) throws IOException {
    LineIndex.IndexedLine mark = index.before(Math.max(0, from));
    if (mark == null || to <= from) {
      return new byte[0];
    }
    byte[] buffer = new byte[CHUNK];
    int filled = 0;
    int start = mark.line() == Math.max(0, from) ? 0 : -1;
    long line = mark.line();
    while (true) {
      int n = source.read(mark.offset() + filled, buffer, filled, buffer.length - filled);
      if (n <= 0) {
        break;
      }
      for (int i = filled; i < filled + n; i++) {
        if (buffer[i] == '\n') {
          line++;
          start = line == from ? i + 1 : start;
          if (line == to) {
            return java.util.Arrays.copyOfRange(buffer, start, i + 1);
          }
        }
      }
      filled += n;
      if (filled == buffer.length) {
        if (filled >= ANSWER) {
          break;
        }
        buffer = java.util.Arrays.copyOf(buffer, 2 * buffer.length);
      }
    }
    return start < 0 ? new byte[0] : java.util.Arrays.copyOfRange(buffer, start, filled);
  }

  /** The text, up to so many bytes. */
  public String text(int most) throws IOException {
    byte[] bytes = new byte[(int) Math.min(most, source.size())];
    int n = source.read(0, bytes, 0, bytes.length);
    return new String(bytes, 0, n, StandardCharsets.UTF_8);
  }

  /** All of the bytes, for a search. */
  ByteSource source() {
    return source;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    source.close();
  }
}
