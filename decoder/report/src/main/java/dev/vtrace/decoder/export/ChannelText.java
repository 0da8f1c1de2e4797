// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.channels.ChannelSummary;
import dev.vtrace.decoder.channels.MigrationSummary;
import dev.vtrace.decoder.channels.PageTally;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.StreamOutcome;
import java.io.PrintStream;
import java.util.List;

/** Prints the side channels of a stream, and which pages came where. */
public final class ChannelText {
  private final TextStream out;
  private final boolean colour;

  /** A printer. */
  public ChannelText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /** Prints what is known of the channels of a migration. */
  public void print(MigrationSummary migration, List<ByteSource> sources) {
    for (int i = 0; i < sources.size(); i++) {
      channel(i + 1, sources.get(i), migration.channels().get(i));
    }
    print(new TextLine(colour, out));
    print(
        new TextLine(colour, out)
            .add(TextLine.Colour.BOLD, "pages")
            .add("   including repetitions; channel 0 is the main stream"));
    print(
        new TextLine(colour, out)
            .add(TextLine.Colour.DIM, "  channel       content          zero  block"));
    for (PageTally tally : migration.pages()) {
      print(
          new TextLine(colour, out)
              .right(Integer.toString(tally.channel()), 9)
              .right(TextLine.grouped(tally.pages()), 14)
              .right(TextLine.grouped(tally.zeros()), 14)
              .add("  ")
              .add(tally.block()));
    }
    out.flush();
  }

  private void channel(int number, ByteSource source, ChannelSummary summary) {
    Coverage coverage = summary.coverage();
    print(new TextLine(colour, out));
    TextLine line = new TextLine(colour, out).add(TextLine.Colour.BOLD, "channel " + number);
    line.add("   ").add(source.name()).add(", ");
    if (summary.kind() == null) {
      print(line.add(TextLine.Colour.RED, "none that is known"));
      return;
    }
    line.add(summary.kind().label()).add(summary.id() < 0 ? "" : ", id " + summary.id());
    print(line);
    RecordCounts tally = new RecordCounts();
    tally.add(summary.counts());
    print(new TextLine(colour, out).add("  ").hanging(tally.describe()));
    line = new TextLine(colour, out).add("  ");
    if (summary.outcome() == StreamOutcome.COMPLETE) {
      line.add("complete");
    } else {
      line.add(TextLine.Colour.RED, summary.outcome().label());
    }
    long reached = coverage.total() - coverage.unreachable();
    print(
        line.add(", ")
            .add(TextLine.percent(reached, coverage.total()))
            .add(" of ")
            .add(TextLine.count(coverage.total(), "byte"))
            .add(" accounted for, ")
            .add(TextLine.grouped(coverage.opaque()))
            .add(" opaque"));
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
