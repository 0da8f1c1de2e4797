// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.ram.RamImages;
import dev.vtrace.decoder.stream.ForwardingVisitor;
import dev.vtrace.decoder.stream.RamBlock;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.RamSync;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what the main stream of a migration carries, and keeps the channels in step with it.
 */
final class MainVisitor extends ForwardingVisitor {
  private final ByteSource source;
  private final boolean wantsPages;
  private final @Nullable RamImages images;
  private final PageCounter counter;
  private final MigrationReader reader;
  private boolean flushes;
  private boolean parts;
  private long syncs;

  MainVisitor(
      ByteSource source,
      boolean wantsPages,
      MigrationVisitor visitor,
      @Nullable RamImages images,
      PageCounter counter,
      MigrationReader reader) {
    super(visitor);
    this.source = source;
    this.wantsPages = wantsPages;
    this.images = images;
    this.counter = counter;
    this.reader = reader;
  }

  /** How often the stream says that the channels were flushed. */
  long syncs() {
    return syncs;
  }

  @Override
  public void ramBlock(RamBlock block) throws IOException {
    if (images != null) {
      images.block(block);
    }
    super.ramBlock(block);
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
    super.ramSync(sync);
  }

  @Override
  public void page(RamPage page) throws IOException {
    counter.add(page);
    if (wantsPages) {
      super.page(page);
    }
    Diagnostic fault = images == null ? null : images.page(source, page);
    if (fault != null) {
      diagnostic(fault);
    }
  }
}
