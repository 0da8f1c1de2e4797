// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a stream, as far as it has been read. Pages are not kept, so memory does not grow
 * with them; fields are, up to a number that no real machine reaches.
 */
public final class StreamIndex implements AutoCloseable {
  private static final int MOST_FIELDS = 4_000_000;
  private static final int MOST_FINDINGS = 10_000;

  private final ByteSource source;
  private final StreamOptions options;
  private final List<Section> sections = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private @Nullable StreamSummary summary;
  private @Nullable IOException failure;
  private int fields;
  private boolean ended;
  private volatile boolean closed;

  /**
   * An index over a stream, which is closed with it.
   *
   * @param holes what the recording lacks
   */
  public StreamIndex(ByteSource source, List<StreamHole> holes) {
    this.source = source;
    this.options = new StreamOptions(null, null, false, holes);
  }

  /** Reads the stream; to be called once, by a thread that has time. */
  public void read() {
    try {
      new StreamDecoder(source, options).decode(new Keeper());
    } catch (IOException e) {
      synchronized (this) {
        failure = e;
      }
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private final class Keeper implements StreamVisitor {
    @Override
    public void section(Section section) throws IOException {
      if (closed) {
        throw new InterruptedIOException("the stream was closed");
      }
      StreamIndex.this.add(section);
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) {
      synchronized (StreamIndex.this) {
        if (diagnostics.size() < MOST_FINDINGS) {
          diagnostics.add(diagnostic);
        }
      }
    }

    @Override
    public void end(StreamSummary end) {
      synchronized (StreamIndex.this) {
        summary = end;
      }
    }
  }

  private synchronized void add(Section section) {
    int more = count(section.fields());
    boolean keep = fields + more <= MOST_FIELDS;
    fields += keep ? more : 0;
    sections.add(
        keep
            ? section
            : new Section(
                section.offset(),
                section.length(),
                section.kind(),
                section.id(),
                section.name(),
                section.instance(),
                section.version(),
                section.footer(),
                section.counts(),
                List.of(),
                List.of(),
                section.opaque(),
                section.unreachable()));
    notifyAll();
  }

  private static int count(List<Field> list) {
    int count = list.size();
    for (Field field : list) {
      count += count(field.children());
    }
    return count;
  }

  /** The bytes of the stream. */
  public ByteSource source() {
    return source;
  }

  /** Records so far. */
  public synchronized int size() {
    return sections.size();
  }

  /** Records by their position. */
  public synchronized List<Section> sections(int from, int to) {
    int end = Math.min(to, sections.size());
    return from >= end ? List.of() : new ArrayList<>(sections.subList(from, end));
  }

  /** The position of the record that holds an offset, -1 if none does that was read. */
  public synchronized int at(long offset) {
    int low = 0;
    int high = sections.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Section section = sections.get(middle);
      if (offset < section.offset()) {
        high = middle - 1;
      } else if (offset >= section.offset() + section.length()) {
        low = middle + 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  /** Bytes that were read. */
  public synchronized long read(long size) {
    if (ended) {
      return size;
    }
    Section last = sections.isEmpty() ? null : sections.get(sections.size() - 1);
    return last == null ? 0 : last.offset() + last.length();
  }

  /** Whether all of it was read, or cannot be read further. */
  public synchronized boolean ended() {
    return ended;
  }

  /** What is known of the whole, null while it is read or if it cannot be. */
  public synchronized @Nullable StreamSummary summary() {
    return summary;
  }

  /** Findings so far. */
  public synchronized List<Diagnostic> diagnostics() {
    return new ArrayList<>(diagnostics);
  }

  /** Why it could not be read further, or null. */
  public synchronized @Nullable IOException failure() {
    return failure;
  }

  /** Waits a moment for the first records, so that a small stream is answered whole. */
  public synchronized void await(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!ended) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // It was only read; there is nothing to lose.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    source.close();
  }
}
