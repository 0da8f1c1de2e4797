// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.ram.RamImages;
import dev.vtrace.decoder.stream.RamBlock;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.RamSync;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import java.io.IOException;

/**
 * Passes on what the main stream of a migration carries, and keeps the channels in step with it.
 */
final class MainVisitor implements StreamVisitor {
  private final ByteSource source;
  private final boolean wantsPages;
  private final MigrationVisitor visitor;
  private final RamImages images;
  private final PageCounter counter;
  private final MigrationReader reader;
  private boolean flushes;
  private boolean parts;
  private long syncs;

  MainVisitor(
      ByteSource source,
      boolean wantsPages,
      MigrationVisitor visitor,
      RamImages images,
      PageCounter counter,
      MigrationReader reader) {
    this.source = source;
    this.wantsPages = wantsPages;
    this.visitor = visitor;
    this.images = images;
    this.counter = counter;
    this.reader = reader;
  }

  /** How often the stream says that the channels were flushed. */
  long syncs() {
    return syncs;
  }

  @Override
  public void begin(ByteSource begun) throws IOException {
    visitor.begin(begun);
  }

  @Override
  public void section(Section section) throws IOException {
    visitor.section(section);
  }

  @Override
  public void ramBlock(RamBlock block) throws IOException {
    if (images != null) {
      images.block(block);
    }
    visitor.ramBlock(block);
  }

  /**
   * The first part shows which of the two marks counts: a version that has flushes begins with one.
   */
  @Override
  public void ramSync(RamSync sync) throws IOException {
    if (sync == RamSync.FLUSH && !parts) {
      flushes = true;
    }
    parts = true;
    if (sync == RamSync.FLUSH || !flushes) {
      syncs++;
      reader.sync();
    }
    visitor.ramSync(sync);
  }

  @Override
  public void page(RamPage page) throws IOException {
    counter.add(page);
    if (wantsPages) {
      visitor.page(page);
    }
    Diagnostic fault = images == null ? null : images.page(source, page);
    if (fault != null) {
      visitor.diagnostic(fault);
    }
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) throws IOException {
    visitor.diagnostic(diagnostic);
  }

  @Override
  public void end(StreamSummary summary) throws IOException {
    visitor.end(summary);
  }
}
