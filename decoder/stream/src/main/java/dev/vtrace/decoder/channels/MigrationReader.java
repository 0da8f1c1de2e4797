// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.ram.RamImages;
import dev.vtrace.decoder.stream.Counts;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.stream.StreamSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a main stream and its side channels as one migration.
 *
 * <p>Nothing on the wire orders a page on one channel against one on another, except where the main
 * stream says that all multifd channels were flushed, which each of them repeats. Between two such
 * places a page is sent once at most. So the channels are read up to their mark whenever the main
 * stream comes to its own, the postcopy-preempt channel after all of it, and the last version of
 * each page that is met this way is the one that the destination had in the end.
 *
 * <pre>{@code
 * try (RamImages images = new RamImages(directory)) {
 *   new MigrationReader(main, channels, StreamOptions.DEFAULT, images).read(visitor);
 * }
 * }</pre>
 */
public final class MigrationReader {
  private final ByteSource main;
  private final List<ByteSource> sources;
  private final StreamOptions options;
  private final @Nullable RamImages images;
  private final List<ChannelDecoder> decoders = new ArrayList<>();
  private final List<PageCounter> counters = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private MigrationVisitor visitor;

  /**
   * A reader of one migration.
   *
   * @param main the main stream
   * @param channels all others, in any order; they are recognised by content
   * @param images where to write guest memory, or null
   */
  public MigrationReader(
      ByteSource main,
      List<ByteSource> channels,
      StreamOptions options,
      @Nullable RamImages images) {
    this.main = main;
    this.sources = channels;
    this.options = options;
    this.images = images;
  }

  /**
   * Reads all of it.
   *
   * @throws IOException if a source cannot be read or an image not be written
   */
  public MigrationSummary read(MigrationVisitor receiver) throws IOException {
    visitor = receiver;
    PageCounter mainPages = new PageCounter();
    counters.add(mainPages);
    for (int i = 0; i < sources.size(); i++) {
      open(i + 1, sources.get(i));
    }
    StreamOptions all =
        new StreamOptions(options.schema(), options.descriptors(), true, options.holes());
    MainVisitor tee = new MainVisitor(main, options.pages(), receiver, images, mainPages, this);
    StreamSummary summary = new StreamDecoder(main, all).decode(tee);
    finish(tee.syncs(), summary.outcome());
    List<ChannelSummary> channels = new ArrayList<>();
    for (int i = 0; i < decoders.size(); i++) {
      ChannelDecoder decoder = decoders.get(i);
      channels.add(decoder == null ? unknown(sources.get(i)) : decoder.summary());
    }
    List<PageTally> pages = new ArrayList<>();
    for (int i = 0; i < counters.size(); i++) {
      counters.get(i).addTo(pages, i);
    }
    return new MigrationSummary(summary, channels, pages);
  }

  private void open(int number, ByteSource source) throws IOException {
    PageCounter counter = new PageCounter();
    counters.add(counter);
    SideVisitor side = new SideVisitor(number, source, visitor, images, counter);
    ChannelDecoder decoder = ChannelDecoder.of(source, 0, side);
    decoders.add(decoder);
    if (decoder == null) {
      String found = "the first bytes of " + source.name() + " do not begin any known channel";
      visitor.channelDiagnostic(number, new Diagnostic(Code.NOT_A_CHANNEL, 0, 0, "", found));
    }
  }

  private static ChannelSummary unknown(ByteSource source) {
    Coverage nothing = new Coverage(source.size(), 0, 0, source.size());
    return new ChannelSummary(null, -1, StreamOutcome.MALFORMED, nothing, new Counts(), 1);
  }

  /** Reads each multifd channel up to and with its next mark. */
  void sync() throws IOException {
    for (ChannelDecoder decoder : decoders) {
      if (decoder instanceof MultifdDecoder multifd) {
        long before = multifd.syncs();
        while (multifd.syncs() == before && multifd.step()) {
          // Pages go to the visitor.
        }
      }
    }
  }

  /** Reads what is left of all channels and compares their marks with those of the main stream. */
  private void finish(long syncs, StreamOutcome outcome) throws IOException {
    for (int i = 0; i < decoders.size(); i++) {
      ChannelDecoder decoder = decoders.get(i);
      while (decoder != null && decoder.step()) {
        // Pages go to the visitor.
      }
      if (decoder instanceof MultifdDecoder multifd
          && multifd.syncs() != syncs
          && outcome == StreamOutcome.COMPLETE) {
        visitor.channelDiagnostic(
            i + 1,
            new Diagnostic(
                Code.CHANNELS_DISAGREE,
                0,
                0,
                "",
                "the channel was flushed "
                    + multifd.syncs()
                    + " times, the main stream says "
                    + syncs));
      }
    }
  }
}
