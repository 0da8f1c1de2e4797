// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.Counts;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import java.io.IOException;
import java.util.List;

/** Shows a side channel that is looked at alone as a stream of records. */
public final class ChannelStream implements ChannelVisitor {
  private static final Counts NONE = new Counts();

  private final StreamVisitor visitor;

  private ChannelStream(StreamVisitor visitor) {
    this.visitor = visitor;
  }

  /**
   * Decodes a channel that was recognised as one.
   *
   * @throws IOException if the source cannot be read
   */
  public static StreamSummary decode(ByteSource source, StreamVisitor visitor) throws IOException {
    visitor.begin(source);
    ChannelDecoder decoder =
        requireNonNull(ChannelDecoder.of(source, 0, new ChannelStream(visitor)));
    while (decoder.step()) {
      // Records go to the visitor.
    }
    ChannelSummary channel = decoder.summary();
    StreamSummary summary =
        new StreamSummary(
            channel.outcome(),
            channel.coverage(),
            "",
            List.of(),
            0,
            channel.counts(),
            List.of(),
            List.of(),
            channel.errors());
    visitor.end(summary);
    return summary;
  }

  @Override
  public void record(ChannelRecord record) throws IOException {
    visitor.section(
        new Section(
            record.offset(),
            record.length(),
            SectionKind.RECORD,
            -1,
            record.name(),
            0,
            -1,
            false,
            NONE,
            record.fields(),
            List.of(),
            record.opaque(),
            record.unreachable()));
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) throws IOException {
    visitor.diagnostic(diagnostic);
  }
}
