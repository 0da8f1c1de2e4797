// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.bytes.EndOfBytes;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads RAM records that lie outside of a section, as on the postcopy-preempt channel, which
 * carries nothing else.
 */
public final class RamRecords {
  private final Cursor in;
  private final StreamContext stream;
  private final StreamVisitor visitor;
  private final RamReader reader;

  /**
   * A reader from the first byte of a source on.
   *
   * @param pageSize guest page size in bytes; 0 if the records are to tell it
   * @param pages whether page records are wanted one by one
   */
  public RamRecords(ByteSource source, int pageSize, boolean pages, StreamVisitor visitor) {
    this.visitor = visitor;
    this.in = new Cursor(source, 0, source.size());
    this.stream = new StreamContext(in, visitor, pages);
    stream.pageSize(pageSize);
    this.reader = new RamReader(stream);
  }

  /** As {@link #read()}, from this offset on. */
  public @Nullable Section read(long offset) throws IOException {
    in.seek(offset);
    return read();
  }

  /** Reads records up to one that ends a part, as a section without header; null at the end. */
  public @Nullable Section read() throws IOException {
    if (!in.has(1)) {
      return null;
    }
    SectionBuilder part = new SectionBuilder(in.position(), SectionKind.PART);
    part.name = "ram";
    try {
      reader.read(part);
    } catch (EndOfBytes cut) {
      in.seek(in.end());
      part.truncated(cut.position(), in.end() - cut.position(), "a RAM record");
    }
    if (part.stopped && in.has(1)) {
      part.unreachable = in.remaining();
      in.seek(in.end());
    }
    for (Diagnostic diagnostic : part.diagnostics) {
      visitor.diagnostic(diagnostic);
    }
    return part.build(in.position());
  }
}
