// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.bytes.EndOfBytes;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.stream.Counts;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.StreamOutcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one channel record by record, so that several can be read side by side. Damaged input is
 * no error of the decoder: what cannot be read is reported and counted as unreachable.
 *
 * <pre>{@code
 * ChannelDecoder decoder = ChannelDecoder.of(source, 0, visitor);
 * while (decoder.step()) {}
 * ChannelSummary summary = decoder.summary();
 * }</pre>
 */
public abstract class ChannelDecoder {
  /** The bytes of the channel. */
  protected final Cursor in;

  /** Who is told. */
  protected final ChannelVisitor visitor;

  /** Records by kind. */
  protected final Counts counts = new Counts();

  private final ByteSource source;
  private final ChannelKind kind;
  private long opaque;
  private long unreachable;
  private int errors;
  private boolean truncated;

  ChannelDecoder(ByteSource source, ChannelKind kind, ChannelVisitor visitor) {
    this.source = source;
    this.kind = kind;
    this.visitor = visitor;
    this.in = new Cursor(source, 0, source.size());
  }

  /**
   * A decoder for a side channel.
   *
   * @param pageSize guest page size in bytes; 0 if the channel is to tell it
   * @return null for a main stream, which a {@code StreamDecoder} reads, and for what is none at
   *     all
   */
  public static @Nullable ChannelDecoder of(
      ByteSource source, int pageSize, ChannelVisitor visitor) {
    ChannelKind kind = ChannelKind.of(source);
    if (kind == null) {
      return null;
    }
    switch (kind) {
      case MULTIFD:
        return new MultifdDecoder(source, pageSize, visitor);
      case PREEMPT:
        return new PreemptDecoder(source, pageSize, visitor);
      case RESUMED:
        return new ResumedDecoder(source, pageSize, visitor);
      case RETURN_PATH:
        return new ReturnPathDecoder(source, visitor);
      case CPR:
        return new CprDecoder(source, visitor);
      default:
        return null;
    }
  }

  /** Reads one record; false, and nothing read, at the end. */
  public final boolean step() throws IOException {
    if (!in.has(1)) {
      return false;
    }
    RecordBuilder record = new RecordBuilder(in);
    try {
      read(record);
    } catch (EndOfBytes cut) {
      record.report(
          Code.TRUNCATED, in.position(), in.remaining(), "the input ends inside " + record.name);
      record.rest("(cut short)");
    }
    if (record.lost) {
      record.unreachable = in.remaining();
      in.seek(in.end());
    }
    ChannelRecord built = record.build();
    counts.add(record.name);
    opaque += built.opaque();
    unreachable += built.unreachable();
    for (Diagnostic diagnostic : record.diagnostics) {
      diagnose(diagnostic);
    }
    visitor.record(built);
    return true;
  }

  /** Reads one record, of at least one byte. */
  abstract void read(RecordBuilder record) throws IOException;

  /** Tells the visitor of a finding. */
  final void diagnose(Diagnostic diagnostic) throws IOException {
    truncated |= diagnostic.code() == Code.TRUNCATED;
    if (diagnostic.severity() == Severity.ERROR) {
      errors++;
    }
    visitor.diagnostic(diagnostic);
  }

  /** The number that the channel gives itself, or -1. */
  int id() {
    return -1;
  }

  /** What was read so far. */
  public final ChannelSummary summary() {
    long rest = in.remaining();
    Coverage coverage =
        new Coverage(
            source.size(), source.size() - opaque - unreachable - rest, opaque, unreachable + rest);
    StreamOutcome outcome = unreachable > 0 ? StreamOutcome.MALFORMED : StreamOutcome.COMPLETE;
    if (unreachable == 0 && (truncated || rest > 0)) {
      outcome = StreamOutcome.TRUNCATED;
    }
    return new ChannelSummary(kind, id(), outcome, coverage, counts, errors);
  }
}
